import type { AgentUsage } from '@mission-control/protocol'
import { addTokens, type Tokens } from './told.ts'

const UNKNOWN: Tokens = { inputTokens: null, outputTokens: null }

/** What the turns of a session used, by the program's reports; null: not reported. */
export class TurnUsage {
  /** The cost of the whole session. */
  costUsd: number | null = null
  #total: Tokens | null = null
  #steps = 0
  /** For this turn: the tokens reported for each request, and the steps that we saw. */
  #told: Tokens | null = null
  #toldSteps = 0
  #seenSteps = 0
  #awaitsStep = true

  /** The tokens of one request to the model. */
  addStep(tokens: Tokens): void {
    this.#told = this.#told ? addTokens(this.#told, tokens) : tokens
    this.#toldSteps++
  }

  /** The first words or call, and the first after a result, are a new answer of the model. */
  sees(what: 'words' | 'call' | 'result'): void {
    if (what !== 'result' && this.#awaitsStep) this.#seenSteps++
    this.#awaitsStep = what === 'result'
  }

  /**
   * `tokens`: what the answer to the prompt reports; `lastCallOnly`: it covers the last request
   * only.
   */
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

  /**
   * `isWholeSession`: the session began earlier, so its reported cost is not that of this prompt.
   */
  all(isWholeSession: boolean): AgentUsage {
    const costUsd = isWholeSession ? this.costUsd : null
    return { ...(this.#total ?? UNKNOWN), costUsd, steps: this.#steps }
  }
}
