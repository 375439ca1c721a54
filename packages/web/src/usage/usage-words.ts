import type { AgentUsage } from '@mission-control/protocol'
import { text } from '../strings/index.ts'

const words = text.usage

const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** What is known of it, shortly: `8 steps · 12.4K tokens · $0.03`. */
export function usageWords(usage: AgentUsage): string {
  return partsOf(usage).join(' · ')
}

/** What matters most of it by itself, and the rest: `$0.03`, `12.4K tokens · 8 steps`. */
export function usageFigure(usage: AgentUsage): { value: string; note: string } {
  const [value = '', ...rest] = partsOf(usage).toReversed()
  return { value, note: rest.join(' · ') }
}

function partsOf({ steps, inputTokens, outputTokens, costUsd }: AgentUsage): string[] {
  const tokens =
    inputTokens === null && outputTokens === null ? null : (inputTokens ?? 0) + (outputTokens ?? 0)
  return [
    steps > 0 && words.steps(SHORT.format(steps), steps === 1),
    tokens !== null && words.tokens(SHORT.format(tokens)),
    costUsd !== null && words.cost(dollars(costUsd)),
  ].filter((part) => part !== false)
}

/** Exactly, for who points at it: `1,200 tokens in, 240 out`. */
export function usageDetails({ inputTokens, outputTokens }: AgentUsage): string | undefined {
  if (inputTokens === null && outputTokens === null) return undefined
  return words.inAndOut(exact(inputTokens), exact(outputTokens))
}

function exact(count: number | null): string {
  return count === null ? words.none : count.toLocaleString()
}

/** Cents at least; what is less keeps two digits that say something. */
export function dollars(amount: number): string {
  if (amount === 0 || amount >= 0.01) return amount.toFixed(2)
  return amount.toLocaleString('en', { maximumSignificantDigits: 2 })
}
