import type { Task } from '@mission-control/protocol'
import type { Kit } from '../kit/kit.ts'
import { askApproval } from './ask-approval.ts'
import { CANCELLED, exitCodeOf, needsWords } from './exit-code.ts'
import { onInterrupt } from './interrupt.ts'
import { outletFor } from './outlet-for.ts'
import { Patience, waitingFor } from './waiting-for.ts'
import { watch } from './watch.ts'

/** Shows a task until it ends or somebody detaches from it; resolves with the exit code. */
export async function stayWith(kit: Kit, task: Task, desktop: string, after = 0): Promise<number> {
  const { id } = task
  const { client, memory, screen } = kit
  screen.progress(`${id} on ${desktop}`)
  const waiting = new Patience((words) => screen.progress(words))
  let shown = after
  // However this program ends before the task, `attach` goes on where it was.
  const keepPlace = () => memory.keep({ task: id }, { [id]: shown })
  process.once('exit', keepPlace)
  const { detached, close } = onInterrupt('the task', () => {
    client.tasks.cancel(id).catch((error: Error) => screen.note(error.message))
  })
  try {
    const ended = await watch(kit, id, await outletFor(task, screen), {
      after,
      signal: detached,
      onTask: (now) => {
        if (now.status === 'review') askApproval(kit, now)
        waiting.told(waitingFor(now, desktop))
      },
      onShown: (seq) => {
        shown = seq
        waiting.told(null)
      },
    })
    if (ended === null) {
      screen.note(`Detached: the task goes on. Come back by \`mission-control attach ${id}\`.`)
      return CANCELLED
    }
    process.off('exit', keepPlace)
    if (needsWords(ended) && !screen.json) screen.note(endOf(ended))
    return exitCodeOf(ended)
  } finally {
    waiting.told(null)
    close()
  }
}

function endOf({ id, status, error }: Task): string {
  return status === 'cancelled' ? `${id} was cancelled.` : (error?.message ?? `${id}: ${status}.`)
}
