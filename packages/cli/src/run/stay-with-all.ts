import type { Desktop, Task } from '@mission-control/protocol'
import type { Kit } from '../kit/kit.ts'
import { duration } from '../screen/time.ts'
import { visible } from '../screen/visible.ts'
import { widthOf } from '../screen/width.ts'
import { CANCELLED, exitCodeOf } from './exit-code.ts'
import { onInterrupt } from './interrupt.ts'
import { JsonOutlet } from './json-outlet.ts'
import { PrefixedOutlet } from './prefixed-outlet.ts'
import { watch } from './watch.ts'

interface Row {
  task: Task
  desktop: string
  /** Null: somebody has detached before it has ended. */
  exitCode: number | null
}

/** Shows several tasks side by side, and at the end how each came out; resolves with the highest exit code. */
export async function stayWithAll(
  kit: Kit,
  tasks: readonly Task[],
  desktops: readonly Desktop[],
): Promise<number> {
  const { client, screen } = kit
  const names = new Map(desktops.map(({ id, name }) => [id, visible(name)]))
  const nameOf = ({ desktopId }: Task) => names.get(desktopId) ?? desktopId
  const width = Math.max(...tasks.map((task) => widthOf(nameOf(task))))
  const { detached, close } = onInterrupt(`all ${tasks.length} tasks`, () => {
    for (const { id } of tasks) {
      client.tasks.cancel(id).catch((error: Error) => screen.note(`${id}: ${error.message}`))
    }
  })
  const rows = await Promise.all(
    tasks.map(async (task): Promise<Row> => {
      const desktop = nameOf(task)
      if (task.status === 'pending') return { task, desktop, exitCode: exitCodeOf(task) }
      const prefix = `${desktop}${' '.repeat(width - widthOf(desktop))} | `
      const outlet = screen.json
        ? new JsonOutlet(task)
        : new PrefixedOutlet(screen.styled('dim', prefix))
      const ended = await watch(kit, task.id, outlet, {
        signal: detached,
        onTask: ({ id, status }) => {
          if (status === 'review') screen.note(`${desktop}: ${id} waits for approval.`)
        },
      })
      return { task: ended ?? task, desktop, exitCode: ended && exitCodeOf(ended) }
    }),
  ).finally(close)
  if (detached.aborted) screen.note('Detached: the tasks go on.')
  if (!screen.json) await summarize(kit, rows)
  return Math.max(...rows.map(({ exitCode }) => exitCode ?? CANCELLED))
}

async function summarize({ screen }: Kit, rows: Row[]): Promise<void> {
  await screen.summary(rows, [
    { title: 'DESKTOP', of: ({ desktop }) => desktop, yields: true },
    {
      title: 'EXIT',
      of: ({ exitCode }) => (exitCode === null ? '…' : String(exitCode)),
      style: ({ exitCode }) => (exitCode === 0 ? 'green' : 'red'),
    },
    { title: 'STATUS', of: ({ task }) => task.status },
    { title: 'RAN', of: ({ task }) => duration(task.ranMs) },
    { title: 'TASK', of: ({ task }) => task.id, spare: true },
    {
      title: '',
      of: ({ task }) => (task.error?.code === 'exit_nonzero' ? '' : (task.error?.message ?? '')),
      yields: true,
    },
  ])
}
