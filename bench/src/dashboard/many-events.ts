import { endpoints } from '@mission-control/protocol'
import { encodeRequest, HttpConnection } from '../load/http-connection.ts'
import type { OurServer } from '../ours/server.ts'

/** So many tasks are alive at once; each is created, cancelled and deleted. */
const ALIVE = 300
const EVENTS_PER_TASK = 3
const CONNECTIONS = 4

/** At least so many events, as fast as the server gives them. Returns how many. */
export async function manyEvents(
  server: OurServer,
  count: number,
  signal: AbortSignal,
): Promise<number> {
  using stack = new DisposableStack()
  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, async () =>
      stack.use(await HttpConnection.open(server.port)),
    ),
  )
  const toEach = async (ids: string[], method: string, path: string, status: number) => {
    const queue = ids.values()
    const work = async (connection: HttpConnection) => {
      for (const id of queue) {
        const request = encodeRequest(method, path.replace(':id', id), server.headers)
        const answer = await connection.send(request)
        if (answer.status !== status) throw new Error(`${path} answered ${answer.status}`)
      }
    }
    await Promise.all(connections.map(work))
  }

  let made = 0
  while (made < count) {
    signal.throwIfAborted()
    const ids = await createTasks(server)
    await toEach(ids, 'POST', endpoints.cancelTask.path, 200)
    await toEach(ids, 'DELETE', endpoints.deleteTask.path, 204)
    made += ids.length * EVENTS_PER_TASK
  }
  return made
}

async function createTasks({ client, desktopId }: OurServer): Promise<string[]> {
  const tasks = Array.from({ length: ALIVE }, (_, index) => ({
    type: 'command' as const,
    content: `echo ${index}`,
    desktopId,
  }))
  return (await client.tasks.createBatch({ tasks })).map(({ id }) => id)
}
