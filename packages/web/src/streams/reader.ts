import type { Answer, ToTab } from './messages.ts'

/**
 * A tab that leaves more than this unread, in characters, is frozen or too slow. It is cut and
 * resumes by its cursor.
 */
const UNREAD_MAX = 8 * 1024 * 1024

/** One stream of one tab, as the worker has it. */
export class Reader {
  readonly after: number
  readonly #id: number
  readonly #port: MessagePort
  #unread = 0

  constructor(port: MessagePort, id: number, after: number) {
    this.#port = port
    this.#id = id
    this.after = after
  }

  /** False: it has left too much unread. */
  send(text: string): boolean {
    this.#unread += text.length
    if (this.#unread > UNREAD_MAX) return false
    this.#post({ type: 'text', id: this.#id, text })
    return true
  }

  taken(size: number): void {
    this.#unread -= size
  }

  opened(answer: Answer): void {
    this.#post({ type: 'opened', id: this.#id, answer })
  }

  end(): void {
    this.#post({ type: 'ended', id: this.#id })
  }

  #post(message: ToTab): void {
    this.#port.postMessage(message)
  }
}
