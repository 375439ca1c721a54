import {
  type DownOf,
  OUTPUT_START,
  type RunEnd,
  type Up,
  type WirePosition,
} from '@mission-control/protocol/runner'
import { type Plan, planOf } from './plan.ts'

const CHUNK = 16 * 1024
const LINE = Buffer.from(`${'simulated output '.repeat(7).trim()}\n`)
const TEXT = Buffer.alloc(CHUNK, LINE)

/**
 * A command that nobody runs: it takes its time and prints. What it has printed follows from its plan,
 * so that nothing is kept of it, and any part can be sent again.
 */
export class SimulatedRun {
  readonly id: string
  readonly dispatch: number
  readonly #plan: Plan
  readonly #chunks: number
  readonly #begun = Date.now()
  readonly #say: (message: Up) => void
  #printed = 0
  #end: { at: number; end: RunEnd } | undefined
  #timer: NodeJS.Timeout | undefined
  #late: NodeJS.Timeout | undefined

  constructor(
    { runId, dispatch, command, timeoutMs }: DownOf<'start'>,
    say: (message: Up) => void,
  ) {
    this.id = runId
    this.dispatch = dispatch
    this.#plan = planOf(command)
    this.#chunks = Math.ceil(this.#plan.bytes / CHUNK)
    this.#say = say
    if (timeoutMs !== undefined) this.#late = setTimeout(() => this.#timeOut(), timeoutMs)
  }

  begin(): void {
    this.#sayStarted()
    this.#goOn()
  }

  /** Everything that the server hasn't stored, once more. */
  repeatFrom({ seq }: WirePosition): void {
    this.#sayStarted()
    for (let n = seq + 1; n <= this.#printed; n++) this.#sayChunk(n)
    this.#sayEnd()
  }

  cancel(): void {
    this.#finish({ kind: 'signaled', signal: 'SIGTERM' })
  }

  forget(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#late)
  }

  /** Prints at even distances, and ends when its time is over. */
  #goOn(): void {
    const { seconds, exitCode } = this.#plan
    const isOver = this.#printed === this.#chunks
    const share = isOver ? 1 : (this.#printed + 1) / (this.#chunks + 1)
    const wait = this.#begun + seconds * 1000 * share - Date.now()
    const next = () => {
      if (isOver) return this.#finish({ kind: 'exited', exitCode })
      this.#printed++
      this.#sayChunk(this.#printed)
      this.#goOn()
    }
    if (wait <= 0) next()
    else this.#timer = setTimeout(next, wait)
  }

  #timeOut(): void {
    this.#finish({ kind: 'failed', code: 'timed_out', message: 'The simulated command timed out.' })
  }

  #finish(end: RunEnd): void {
    if (this.#end) return
    this.forget()
    this.#end = { at: Date.now(), end }
    this.#sayEnd()
  }

  #sayStarted(): void {
    this.#say({ type: 'started', runId: this.id, at: this.#begun })
  }

  #sayChunk(seq: number): void {
    const offset = (seq - 1) * CHUNK
    const data = TEXT.subarray(0, Math.min(CHUNK, this.#plan.bytes - offset))
    const [runId, at] = [this.id, Date.now()]
    this.#say({ type: 'output', runId, seq, stream: 'stdout', offset, at, data })
  }

  #sayEnd(): void {
    if (!this.#end) return
    this.#say({ type: 'ended', runId: this.id, seq: this.#printed, ...this.#end })
  }
}

export const NOTHING_STORED: WirePosition = OUTPUT_START
