import { type FSWatcher, watch } from 'node:fs'
import { codeOf } from '../../error-code.ts'
import { LineFile, LineTail } from '../../line-file.ts'
import type { AnswerLine, Ask, AskLine } from './lines.ts'

/** How often to look for an answer, in case no watch reports it, in ms. */
const LOOK_EVERY = 500

/**
 * Asks through one file and hears through another, so that neither server nor runner has to be up.
 */
export class Asking {
  readonly #asks: LineFile<AskLine>
  readonly #answersPath: string
  readonly #answers: LineTail<AnswerLine>
  readonly #waiting = new Map<string, (answer: AnswerLine) => void>()
  #watcher: FSWatcher | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(asks: string, answers: string) {
    this.#asks = new LineFile(asks)
    this.#answersPath = answers
    this.#answers = new LineTail(answers)
  }

  /** Resolves with the answer; rejects with the signal's reason, and takes the question back. */
  async ask(question: Ask, signal: AbortSignal): Promise<AnswerLine> {
    signal.throwIfAborted()
    const { requestId } = question
    const { promise, resolve, reject } = Promise.withResolvers<AnswerLine>()
    this.#asks.claim()
    this.#asks.add(question)
    this.#waiting.set(requestId, resolve)
    const withdraw = () => {
      this.#asks.add({ t: 'withdrawn', requestId })
      reject(signal.reason)
    }
    signal.addEventListener('abort', withdraw, { once: true })
    this.#listen()
    try {
      return await promise
    } finally {
      signal.removeEventListener('abort', withdraw)
      this.#waiting.delete(requestId)
      if (this.#waiting.size === 0) this.#rest()
    }
  }

  #listen(): void {
    if (this.#timer !== undefined) return
    // Only a file that is there can be watched.
    new LineFile(this.#answersPath).claim()
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY)
    try {
      this.#watcher = watch(this.#answersPath, () => this.#look())
    } catch (error) {
      // The system has no watches left. The timer is slower, but enough.
      process.stderr.write(`Answers can't be watched for: ${codeOf(error)}\n`)
    }
  }

  #rest(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#watcher?.close()
    this.#watcher = null
  }

  #look(): void {
    for (const answer of this.#answers.read()) this.#waiting.get(answer.requestId)?.(answer)
  }
}
