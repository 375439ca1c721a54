import type { AgentUsage } from '@mission-control/protocol'
import { addTokens, type Tokens } from './told.ts'

const UNKNOWN: Tokens = { inputTokens: null, outputTokens: null }

/** What the turns of a session have taken, by what the program tells; null: it doesn't. */
export class TurnUsage {
  /** Of the whole session. */
  costUsd: number | null = null
  #total: Tokens | null = null
  #steps = 0
  /** Of this turn: told by requests, and seen. */
  #told: Tokens | null = null
  #toldSteps = 0
  #seenSteps = 0
  #awaitsStep = true

  /** The tokens of one request to the model. */
  addStep(tokens: Tokens): void {
    this.#told = this.#told ? addTokens(this.#told, tokens) : tokens
    this.#toldSteps++
  }

  /** What follows a result, or is the first, is another answer of the model. */
  sees(what: 'words' | 'call' | 'result'): void {
    if (what !== 'result' && this.#awaitsStep) this.#seenSteps++
    this.#awaitsStep = what === 'result'
  }

  /** `tokens`: what the answer to the prompt tells; `lastCallOnly`: of its last request alone. */
  endTurn(tokens: Tokens | null, lastCallOnly: boolean): void {
    const isWhole = !lastCallOnly || this.#seenSteps <= 1
    const turn = (isWhole ? tokens : null) ?? this.#told ?? UNKNOWN
    this.#total = this.#total ? addTokens(this.#total, turn) : turn
    this.#steps += this.#toldSteps || Math.max(this.#seenSteps, 1)
    this.#told = null
    this.#toldSteps = 0
    this.#seenSteps = 0
    this.#awaitsStep = true
  }

  /** `isWholeSession`: a session that began before says what all of it has cost, which isn't ours. */
  all(isWholeSession: boolean): AgentUsage {
    const costUsd = isWholeSession ? this.costUsd : null
    return { ...(this.#total ?? UNKNOWN), costUsd, steps: this.#steps }
  }
}
