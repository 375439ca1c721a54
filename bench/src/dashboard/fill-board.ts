import { BATCH_MAX, type TaskStatus } from '@mission-control/protocol'
import type { OurServer } from '../ours/server.ts'
import { until } from '../wait.ts'

/** So many tasks are done, by running them. */
const DONE = 10_000
/** And so many are in the other columns. */
const OTHERS = 100

/** A board after some weeks: tasks in every column but Running, most of them done. */
export async function fillBoard(server: OurServer): Promise<void> {
  const { client } = server
  await create(server, DONE, true, (index) => ({ content: contentOf(index) }))
  await create(server, OTHERS, true, (index) => ({ content: `echo no ${index} >&2; exit 1` }))
  await create(server, OTHERS, true, (index) => ({
    content: `echo judge ${index}`,
    requiresApproval: true,
  }))
  const cancelled = await create(server, OTHERS, false, (index) => ({ content: `echo ${index}` }))
  for (const id of cancelled) await client.tasks.cancel(id)
  await create(server, OTHERS, false, (index) => ({ content: `echo later ${index}` }))

  const expected: [TaskStatus, number][] = [
    ['done', DONE],
    ['failed', OTHERS],
    ['review', OTHERS],
  ]
  const ended = async () => {
    const { tasks } = await client.overview.get()
    return expected.every(([status, count]) => tasks[status] === count) || undefined
  }
  await until('the tasks to end', ended, { seconds: 600, everyMs: 500 })
}

/** Every third fills two lines of a card. */
function contentOf(index: number): string {
  return index % 3 === 0
    ? `echo task ${index}; echo and then some more words`
    : `echo task ${index}`
}

/** Their ids, in batches as large as the API takes. */
async function create(
  { client, desktopId }: OurServer,
  count: number,
  run: boolean,
  taskOf: (index: number) => { content: string; requiresApproval?: boolean },
): Promise<string[]> {
  const ids: string[] = []
  while (ids.length < count) {
    const tasks = Array.from({ length: Math.min(BATCH_MAX, count - ids.length) }, (_, index) => ({
      type: 'command' as const,
      desktopId,
      ...taskOf(ids.length + index),
    }))
    ids.push(...(await client.tasks.createBatch({ tasks, run })).map(({ id }) => id))
  }
  return ids
}
