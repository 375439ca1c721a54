import type { OutputChunk, Task } from '@mission-control/protocol'
import { type Outlet, written } from './outlet.ts'

/** A line of JSON for each chunk, and one for the task's end. Bytes that are no UTF-8 show as U+FFFD. */
export class JsonOutlet implements Outlet {
  readonly #of: { taskId: string; desktopId: string }

  constructor({ id, desktopId }: Pick<Task, 'id' | 'desktopId'>) {
    this.#of = { taskId: id, desktopId }
  }

  async write({ data, ...chunk }: OutputChunk): Promise<void> {
    const text = Buffer.from(data, 'base64').toString()
    await this.#print({ type: 'output', ...this.#of, ...chunk, data: text })
  }

  async end(task: Task): Promise<void> {
    await this.#print({ type: 'end', ...this.#of, task })
  }

  async #print(event: unknown): Promise<void> {
    await written(process.stdout, `${JSON.stringify(event)}\n`)
  }
}
