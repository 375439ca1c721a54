import type { Socket } from 'node:net'
import { encodeLine } from '../json-lines.ts'
import type { FromKeeper } from './protocol.ts'

/** A run that prints without end is mentioned at most this often. */
const PAUSE_MS = 5
/**
 * How long a start waits for the command's first output or its end, in ms: usually they come
 * together.
 */
const START_WAIT_MS = 5

/** Tells the runners that are connected where to look again, each run once per round. */
export class Hints {
  readonly #listeners = new Set<Socket>()
  readonly #changed = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined
  #lastSent = 0

  connect(socket: Socket): void {
    this.#listeners.add(socket)
    socket.once('close', () => this.#listeners.delete(socket))
  }

  say(message: FromKeeper): void {
    for (const socket of this.#listeners) socket.write(encodeLine(message))
  }

  changed(runId: string, urgent: boolean): void {
    if (this.#listeners.size === 0) return
    this.#changed.add(runId)
    if (this.#immediate !== undefined) return
    if (urgent && performance.now() - this.#lastSent >= PAUSE_MS) {
      clearTimeout(this.#timer)
      this.#immediate = setImmediate(() => this.#flush())
    } else if (this.#timer === undefined) {
      this.#timer = setTimeout(() => this.#flush(), urgent ? PAUSE_MS : START_WAIT_MS)
    }
  }

  /** An end is passed on at once. */
  ended(runId: string): void {
    this.#lastSent = 0
    this.changed(runId, true)
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#immediate = undefined
    this.#lastSent = performance.now()
    const lines = [...this.#changed].map((runId) => encodeLine({ type: 'changed', runId }))
    this.#changed.clear()
    for (const socket of this.#listeners) socket.write(lines.join(''))
  }
}
