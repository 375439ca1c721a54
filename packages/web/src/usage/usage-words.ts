import type { AgentUsage } from '@mission-control/protocol'
import { text } from '../strings/index.ts'

const words = text.usage

const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** What is known, in short: `8 steps · 12.4K tokens · $0.03`. */
export function usageWords(usage: AgentUsage): string {
  return partsOf(usage).join(' · ')
}

/** The most important figure, and the rest: `$0.03` of `12.4K tokens`. */
export function usageFigure(usage: AgentUsage): { value: string; note: string } {
  const parts = partsOf(usage).toReversed()
  if (usage.costUsd !== null) return { value: parts[0]!, note: parts[1] ?? '' }
  const [value = '', note = ''] = parts[0]?.split(' ') ?? []
  return { value, note }
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

/** The exact figures, for a tooltip: `1,200 tokens in, 240 out`. */
export function usageDetails({ inputTokens, outputTokens }: AgentUsage): string | undefined {
  if (inputTokens === null && outputTokens === null) return undefined
  return words.inAndOut(exact(inputTokens), exact(outputTokens))
}

function exact(count: number | null): string {
  return count === null ? words.none : count.toLocaleString()
}

/** To the cent; smaller amounts keep two significant digits. */
function dollars(amount: number): string {
  if (amount === 0 || amount >= 0.01) return amount.toFixed(2)
  return amount.toLocaleString('en', { maximumSignificantDigits: 2 })
}
