import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { routes } from '@mission-control/protocol'
import type { OurServer } from './server.ts'

/** One open activity stream on which ends of tasks are awaited. */
export class ActivityStream implements Disposable {
  #response: IncomingMessage
  #waiting = new Map<string, { resolve: () => void; reject: (error: Error) => void }>()
  /** Those that were over before anybody asked. */
  #done = new Set<string>()
  #rest = ''

  private constructor(response: IncomingMessage, heard: (text: string) => void) {
    this.#response = response
    response.setEncoding('utf8').on('data', (text: string) => {
      heard(text)
      this.#take(text)
    })
    response.on('close', () => this.#failAll(new Error('The activity stream was closed')))
    response.on('error', (error) => this.#failAll(error))
  }

  /** Resolves once the stream is live, which its first frame tells; `heard` gets all that comes. */
  static async open(
    server: OurServer,
    heard: (text: string) => void = () => undefined,
  ): Promise<ActivityStream> {
    const { port, headers } = server
    const request = get({ host: '127.0.0.1', port, path: routes.streamActivity.path, headers })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    if (response.statusCode !== 200) throw new Error(`The stream answered ${response.statusCode}`)
    const stream = new ActivityStream(response, heard)
    await once(response, 'data')
    return stream
  }

  /** Resolves when the task is done; rejects at any other end. */
  done(taskId: string): Promise<void> {
    if (this.#done.delete(taskId)) return Promise.resolve()
    return new Promise((resolve, reject) => this.#waiting.set(taskId, { resolve, reject }))
  }

  [Symbol.dispose](): void {
    this.#waiting.clear()
    this.#response.destroy()
  }

  #take(text: string): void {
    const frames = (this.#rest + text).split('\n\n')
    this.#rest = frames.pop()!
    for (const frame of frames) {
      const data = frame.split('\n').find((line) => line.startsWith('data:'))
      if (data) this.#settle(JSON.parse(data.slice('data:'.length)))
    }
  }

  #settle(event: { type: string; payload: { taskId?: string } }): void {
    const waiter = this.#waiting.get(event.payload.taskId ?? '')
    if (!waiter) {
      if (event.type === 'task.completed') this.#done.add(event.payload.taskId!)
      return
    }
    if (event.type === 'task.completed') waiter.resolve()
    else if (event.type === 'task.failed' || event.type === 'task.cancelled') {
      waiter.reject(new Error(`Expected the task to be done, got ${JSON.stringify(event)}`))
    } else return
    this.#waiting.delete(event.payload.taskId!)
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
