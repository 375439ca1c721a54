import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, RequestOptions } from '@mission-control/client'
import { doWithin } from '../setup/wait.ts'

/** A request that takes so long, in ms, is never answered. */
const ANSWERED_WITHIN = 30_000

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

  /**
   * Works until it is over; resolves with how long each request took, in ms. Any refusal fails
   * it, and so does an answer that never comes, which is told with its request and `when`.
   */
  async work(when: string, isOver: () => boolean): Promise<number[]> {
    const { tasks, board, overview } = this.#client
    const task = { type: 'command', content: 'true', desktopId: this.#desktopId } as const
    const times: number[] = []
    const time = async <T>(what: string, ask: (options: RequestOptions) => Promise<T>) => {
      const begun = performance.now()
      const request = `${what}, number ${times.length + 1} ${when}`
      const value = await doWithin(request, ANSWERED_WITHIN, (signal) => ask({ signal }))
      times.push(performance.now() - begun)
      return value
    }
    while (!isOver()) {
      const { id } = await time('POST /tasks', (options) => tasks.create(task, options))
      this.created.push(id)
      await time('GET /tasks/:id', (options) => tasks.get(id, options))
      await time('GET /tasks', (options) => tasks.list({ limit: 20 }, options))
      await time('GET /board', (options) => board.get({ limit: 10 }, options))
      await time('GET /overview', (options) => overview.get(options))
      await sleep(20)
    }
    return times
  }
}

/** The time within which 99 of 100 were answered. */
export function p99(times: number[]): number {
  return times.sort((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? 0
}
