import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@mission-control/client'

/** Somebody who only wants to work, and watches how long that takes. */
export class Neighbour {
  readonly #client: Client
  readonly #desktopId: string
  /** The tasks that it has created, and those that the stream has told of. */
  readonly created: string[] = []
  readonly told: string[] = []

  constructor(client: Client, desktopId: string) {
    this.#client = client
    this.#desktopId = desktopId
  }

  /** Follows the stream until the signal; a cut would be continued, and an event missing or repeated shows. */
  async listen(signal: AbortSignal): Promise<void> {
    for await (const { event } of this.#client.activity.stream({ signal })) {
      assert.notEqual(event.type, 'stream.reset')
      const isOurs = event.type === 'task.created' && event.payload.desktopId === this.#desktopId
      if (isOurs) this.told.push(event.payload.taskId)
    }
  }

  /** Works until the signal; resolves with how long each request took, in ms. Any refusal fails it. */
  async work(signal: AbortSignal): Promise<number[]> {
    const { tasks, board, overview } = this.#client
    const content = 'true'
    const times: number[] = []
    const time = async <T>(request: Promise<T>): Promise<T> => {
      const begun = performance.now()
      const value = await request
      times.push(performance.now() - begun)
      return value
    }
    while (!signal.aborted) {
      const task = { type: 'command', content, desktopId: this.#desktopId } as const
      const { id } = await time(tasks.create(task))
      this.created.push(id)
      await time(tasks.get(id))
      await time(tasks.list({ limit: 20 }))
      await time(board.get({ limit: 10 }))
      await time(overview.get())
      await sleep(20)
    }
    return times
  }
}

/** The time within which 99 of 100 were answered. */
export function p99(times: number[]): number {
  return times.sort((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? 0
}
