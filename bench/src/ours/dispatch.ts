import { routes } from '@mission-control/protocol'
import { encodeRequest, HttpConnection } from '../load/http-connection.ts'
import type { Operation } from '../operations.ts'
import { ActivityStream } from './activity.ts'
import type { OurServer } from './server.ts'

/** Creates `true`, runs it (two calls), sees it done on the one open activity stream. */
export class Dispatch implements Disposable {
  #server: OurServer
  #stream: ActivityStream
  #connections: HttpConnection[] = []
  #create: Buffer

  private constructor(server: OurServer, stream: ActivityStream) {
    this.#server = server
    this.#stream = stream
    const { desktopId, headers } = server
    const task = { type: 'command', content: 'true', desktopId }
    this.#create = encodeRequest('POST', routes.createTask.path, headers, task)
  }

  static async open(server: OurServer): Promise<Dispatch> {
    return new Dispatch(server, await ActivityStream.open(server))
  }

  once: Operation = async (lane) => {
    const connection = await this.#connection(lane)
    const created = await connection.send(this.#create)
    if (created.status !== 201)
      throw new Error(`Create answered ${created.status}: ${created.body}`)
    const { id } = JSON.parse(created.body.toString()) as { id: string }
    // Both at once: a task may be done before the answer to its run arrives.
    await Promise.all([this.#stream.done(id), this.#run(connection, id)])
  }

  async #run(connection: HttpConnection, id: string): Promise<void> {
    const path = routes.runTask.path.replace(':id', id)
    const ran = await connection.send(encodeRequest('POST', path, this.#server.headers))
    if (ran.status !== 200) throw new Error(`Run answered ${ran.status}: ${ran.body}`)
  }

  /** The lane's connection; a new one when the server closed it while the peer had its turn. */
  async #connection(lane: number): Promise<HttpConnection> {
    const open = this.#connections[lane]
    if (open && !open.closed) return open
    const connection = await HttpConnection.open(this.#server.port)
    this.#connections[lane] = connection
    return connection
  }

  [Symbol.dispose](): void {
    this.#stream[Symbol.dispose]()
    for (const connection of this.#connections) connection[Symbol.dispose]()
  }
}
