import { once } from 'node:events'
import { type ClientRequest, get, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@mission-control/client'
import { routes } from '@mission-control/protocol'
import { until } from '../wait.ts'
import type { FleetRequest } from './fleet.ts'

/** The pause before a stream that was cut is opened again, in ms: from so many on. */
const PAUSE_MS = 250
/** A stream that is silent for this long counts as cut, as for the SDK, in ms. */
const SILENT_FOR = 45_000
/** A server may just be back. */
const RETRIES = 8
/** How long all may take to open, and to be told the last event, in seconds. */
const PATIENCE = 60

/** An event's place, and whether the block only says where the stream is. */
const PLACE = /^id: (\d+)\ndata: (\{"type":"stream\.(?:cursor|reset)")?/gm

/** Clients of the activity stream that judge it: each event has to come once and in order, whatever is cut. */
export class Watchers implements Disposable {
  readonly #request: Pick<FleetRequest, 'servers' | 'key'>
  readonly #over = new AbortController()
  /** The last event that each was told; undefined before it is told anything. */
  readonly #last: (number | undefined)[]
  /** Streams that have ended, and were opened again. */
  cuts = 0
  /** Events that were left out, and ones that came again. */
  missed = 0
  repeated = 0

  private constructor(request: Pick<FleetRequest, 'servers' | 'key'>, count: number) {
    this.#request = request
    this.#last = Array.from({ length: count })
  }

  /** Opens so many streams; all have been told where they are when it resolves. */
  static async open(
    request: Pick<FleetRequest, 'servers' | 'key'>,
    count: number,
  ): Promise<Watchers> {
    const watchers = new Watchers(request, count)
    for (let i = 0; i < count; i++) void watchers.#stay(i)
    try {
      await watchers.#untilAll('all streams to be open', (last) => last !== undefined)
    } catch (error) {
      watchers[Symbol.dispose]()
      throw error
    }
    return watchers
  }

  /** Resolves once all have been told what has happened by now, with how many have not after a minute. */
  async toldAll(): Promise<number> {
    const { servers, key } = this.#request
    const client = createClient({ baseUrl: servers[0]!, apiKey: key })
    const { cursor } = await client.tasks.listWithCursor({ limit: 1 }, { retries: RETRIES })
    const isThere = (last = -1) => last >= (cursor ?? 0)
    await this.#untilAll('all to be told the last event', isThere).catch(() => undefined)
    return this.#last.filter((last) => !isThere(last)).length
  }

  /** What they were told, once they have been told all that has happened; `behind`: those who were not. */
  async judged() {
    const behind = await this.toldAll()
    const { cuts, missed, repeated } = this
    return { open: this.#last.length, cuts, missed, repeated, behind }
  }

  [Symbol.dispose](): void {
    this.#over.abort()
  }

  async #untilAll(what: string, holds: (last: number | undefined) => boolean): Promise<void> {
    await until(what, () => this.#last.every(holds) || undefined, { seconds: PATIENCE })
  }

  /** Each time at the next server. */
  async #stay(i: number): Promise<void> {
    const { signal } = this.#over
    for (let time = 0; !signal.aborted; time++) {
      await this.#read(i, time).catch(() => undefined)
      if (signal.aborted) return
      this.cuts++
      await sleep(PAUSE_MS * (1 + Math.random()), undefined, { signal }).catch(() => undefined)
    }
  }

  async #read(i: number, time: number): Promise<void> {
    const { servers, key } = this.#request
    const last = this.#last[i]
    const request: ClientRequest = get(
      `${servers[(i + time) % servers.length]}${routes.streamActivity.path}`,
      {
        agent: false,
        timeout: SILENT_FOR,
        signal: this.#over.signal,
        headers: { 'x-api-key': key, ...(last !== undefined && { 'last-event-id': `${last}` }) },
      },
    )
    request.on('timeout', () => request.destroy())
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    if (response.statusCode !== 200) {
      response.destroy()
      return
    }
    let rest = ''
    for await (const text of response.setEncoding('utf8')) {
      const whole = (rest + text).lastIndexOf('\n\n') + 1
      this.#take(i, (rest + text).slice(0, whole))
      rest = (rest + text).slice(whole)
    }
  }

  #take(i: number, blocks: string): void {
    for (const [, id, place] of blocks.matchAll(PLACE)) {
      const [seq, last] = [Number(id), this.#last[i]]
      const expected = last === undefined ? seq : last + (place ? 0 : 1)
      if (seq > expected) this.missed += seq - expected
      if (seq < expected) this.repeated++
      this.#last[i] = Math.max(seq, last ?? 0)
    }
  }
}
