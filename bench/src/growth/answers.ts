import { routes } from '@mission-control/protocol'
import type { Context } from '../bench.ts'
import { encodeRequest, HttpConnection } from '../load/http-connection.ts'
import { median } from '../measure.ts'
import { filledWith } from '../ours/corpus.ts'
import { type OurServer, startServer } from '../ours/server.ts'
import type { Line } from './chart.ts'
import type { Curve } from './extent.ts'

const ASKED = 30
/** Events that a client is behind in `catch-up`. */
const BEHIND = 1_000
const PATHS = {
  list: `${routes.listTasks.path}?limit=50`,
  board: routes.getBoard.path,
  overview: routes.getOverview.path,
}

/** How long answers take with so many tasks, in ms, one after another. */
export const answers: Curve = async (context, { tasks }) => {
  const names = [...Object.keys(PATHS), 'catch-up']
  const lines = names.map((name): Line => ({ name, points: [] }))
  for (const x of tasks) {
    const taken = await timesWith(context, x)
    for (const [i, y] of taken.entries()) lines[i]!.points.push({ x, y })
  }
  return { title: 'Answers by tasks', x: 'tasks', y: 'ms', logarithmic: true, lines }
}

async function timesWith(context: Context, tasks: number): Promise<number[]> {
  const { path, key } = await filledWith(context, tasks)
  await using server = await startServer(context, path, {}, key)
  const taken: number[] = []
  for (const each of Object.values(PATHS)) taken.push(await timeOf(server, each))
  return [...taken, await catchUp(server, tasks)]
}

async function timeOf({ port, headers }: OurServer, path: string): Promise<number> {
  using connection = await HttpConnection.open(port)
  const request = encodeRequest('GET', path, headers)
  const found: number[] = []
  for (let n = 0; n < ASKED; n++) {
    const begun = performance.now()
    const { status } = await connection.send(request)
    if (status !== 200) throw new Error(`${path}: expected 200, got ${status}`)
    found.push(performance.now() - begun)
  }
  return median(found)
}

/** Until a client that is behind has read up to the head. */
async function catchUp({ client }: OurServer, tasks: number): Promise<number> {
  const { cursor } = await client.tasks.listWithCursor({ limit: 1 })
  const begun = performance.now()
  const after = (cursor ?? 0) - Math.min(BEHIND, tasks)
  for await (const { id } of client.activity.stream({ after })) if (id === cursor) break
  return performance.now() - begun
}
