import type { AgentUsage } from '@mission-control/protocol'
import { addUsage } from '@mission-control/protocol/host'
import type { Limits } from '../configuration.ts'

type StepUsage = Omit<AgentUsage, 'steps'>

/** Adds up what the steps take, and says when it is too much. */
export class Meter {
  readonly #limits: Limits
  #usage: AgentUsage = { inputTokens: null, outputTokens: null, costUsd: null, steps: 0 }

  constructor(limits: Limits) {
    this.#limits = limits
  }

  get usage(): AgentUsage {
    return this.#usage
  }

  add(step: StepUsage): void {
    this.#usage = addUsage(this.#usage, { ...step, steps: 1 })
  }

  /** Which limit is reached, in words; null: none. */
  get exceeded(): string | null {
    const { inputTokens, outputTokens, costUsd } = this.#usage
    const { tokens, costUsd: costLimit } = this.#limits
    const used = (inputTokens ?? 0) + (outputTokens ?? 0)
    if (tokens !== null && used >= tokens) {
      return `The agent has used ${used} tokens; its limit is ${tokens}.`
    }
    if (costLimit !== null && costUsd !== null && costUsd >= costLimit) {
      return `The agent has cost $${costUsd}; its limit is $${costLimit}.`
    }
    return null
  }

  get tooManySteps(): string {
    return `The agent isn't done after ${this.#usage.steps} steps, which is its limit.`
  }
}
