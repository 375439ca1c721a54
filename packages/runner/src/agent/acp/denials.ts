import { firstLine } from '@mission-control/protocol'
import type { Gate } from '../permissions/gate.ts'

/** How many of a turn's denials the next prompt tells: the latest ones. */
const TOLD_MAX = 20

/**
 * What the agent was denied. The protocol has no place for the words of a denial, and many agents end
 * their turn with it, so the words are the next prompt of the session.
 */
export class Denials {
  /** A gate that passes every wish on to the real one and notes the denials. */
  readonly gate: Gate
  #words: string[] = []
  #last: string | null = null

  constructor(gate: Gate, denied: () => void) {
    this.gate = {
      decide: async (wish, how, signal) => {
        const verdict = await gate.decide(wish, how, signal)
        if (verdict.allowed) return verdict
        denied()
        const title = firstLine(wish.title)
        const { feedback, asked } = verdict
        this.#last = feedback ? `${title}: ${feedback}` : title
        if (asked && feedback) this.#words.push(this.#last)
        return verdict
      },
      mayReach: (url) => gate.mayReach(url),
    }
  }

  /** The latest denial, with its words if it has any; null: there was none since the last prompt. */
  get last(): string | null {
    return this.#last
  }

  /**
   * The prompt that tells the agent the words of the denials so far; null: there were none. Each
   * denial is told once.
   */
  takePrompt(): string | null {
    const words = this.#words
    if (words.length === 0) return null
    this.#words = []
    this.#last = null
    const told = words.slice(-TOLD_MAX).join('\n')
    return `This was not allowed, and not done. Go on with what you are told instead.\n\n${told}`
  }
}
