import { routes } from '@mission-control/protocol'
import { encodeRequest, HttpConnection } from '../load/http-connection.ts'
import type { Operation } from '../operations.ts'
import { ActivityStream } from './activity.ts'
import type { OurServer } from './server.ts'

/** Create `true`, run it (two calls), see it done on the activity stream. */
export async function openDispatch(
  server: OurServer,
  lanes: number,
): Promise<{ once: Operation } & Disposable> {
  const stack = new DisposableStack()
  const stream = stack.use(await ActivityStream.open(server))
  const connections: HttpConnection[] = []
  for (let lane = 0; lane < lanes; lane++) {
    connections.push(stack.use(await HttpConnection.open(server.port)))
  }
  const create = encodeRequest('POST', routes.createTask.path, server.headers, {
    type: 'command',
    content: 'true',
    desktopId: server.desktopId,
  })
  return {
    once: async (lane) => {
      const connection = connections[lane]!
      const created = await connection.send(create)
      if (created.status !== 201)
        throw new Error(`Create answered ${created.status}: ${created.body}`)
      const { id } = JSON.parse(created.body.toString()) as { id: string }
      const done = stream.done(id)
      const path = routes.runTask.path.replace(':id', id)
      const ran = await connection.send(encodeRequest('POST', path, server.headers))
      if (ran.status !== 200) throw new Error(`Run answered ${ran.status}: ${ran.body}`)
      await done
    },
    [Symbol.dispose]: () => stack.dispose(),
  }
}
