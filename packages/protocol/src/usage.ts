import type { AgentUsage } from './resources/agent.ts'

/** The sum. A figure that only one of them has counts as it is. */
export function addUsage(a: AgentUsage, b: AgentUsage): AgentUsage {
  return {
    inputTokens: sum(a.inputTokens, b.inputTokens),
    outputTokens: sum(a.outputTokens, b.outputTokens),
    costUsd: dollars(sum(a.costUsd, b.costUsd)),
    steps: a.steps + b.steps,
  }
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : a + b
}

/** Binary fractions don't add up to what a bill says. */
function dollars(amount: number | null): number | null {
  return amount === null ? null : Number(amount.toFixed(9))
}
