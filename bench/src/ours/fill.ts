import { BATCH_MAX, routes, type Task } from '@mission-control/protocol'
import { encodeRequest, HttpConnection } from '../load/http-connection.ts'
import type { OurServer } from './server.ts'

/** Creates tasks that stay pending, in the largest batches the API takes. */
export async function fill(server: OurServer, count: number): Promise<void> {
  using connection = await HttpConnection.open(server.port)
  for (let made = 0; made < count; made += BATCH_MAX) {
    const tasks = Array.from({ length: Math.min(BATCH_MAX, count - made) }, (_, index) => ({
      type: 'command',
      content: `echo task ${made + index}`,
      desktopId: server.desktopId,
    }))
    const request = encodeRequest('POST', routes.createTasks.path, server.headers, { tasks })
    const { status, body } = await connection.send(request)
    if (status !== 201) throw new Error(`A batch of tasks answered ${status}: ${body}`)
  }
}

/** The newest tasks as the API shows them. */
export async function newest(server: OurServer, limit: number): Promise<Task[]> {
  using connection = await HttpConnection.open(server.port)
  const path = `${routes.listTasks.path}?limit=${limit}`
  const { status, body } = await connection.send(encodeRequest('GET', path, server.headers))
  if (status !== 200) throw new Error(`The list answered ${status}: ${body}`)
  return JSON.parse(body.toString())
}
