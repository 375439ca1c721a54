import type { FleetMetrics } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { barsOf, successRate, totalOf } from './bars.ts'
import { RANGE_FACTS, type Range } from './range.ts'
import { endedWords, ThroughputBars } from './throughput-bars.tsx'

const words = text.metrics

/** What got done and what failed, and the share of it. */
export function Results({ metrics, range }: { metrics: FleetMetrics | undefined; range: Range }) {
  const { words: rangeWords, barWidth } = RANGE_FACTS[range]
  const label = words.throughputOver(rangeWords)
  if (!metrics) return <Skeleton className="h-40" />
  const bars = barsOf(metrics.throughput, barWidth)
  const total = totalOf(bars)
  const rate = successRate(total)
  const all = total.done + total.failed
  return (
    <section aria-label={label}>
      <div className="mb-1.5 flex items-baseline justify-between gap-2 text-xs">
        <h2 className="text-dim">{label}</h2>
        <span className="font-[550]">{endedWords(total)}</span>
      </div>
      <ThroughputBars label={label} bars={bars} className="h-16" />
      {rate === null ? (
        <p className="mt-2 text-xs text-faint">{words.nothingEnded}</p>
      ) : (
        <div className="mt-3 grid gap-1 text-xs">
          <p className="flex items-baseline gap-1.5">
            <span className="text-dim">{words.rate}</span>
            <strong className="text-base font-semibold">{words.share(rate)}</strong>
            <span className="text-faint">
              {words.rateOf(total.done.toLocaleString(), all.toLocaleString())}
            </span>
            {total.failed > 0 && (
              <span className="ml-auto text-failed">
                {words.failureRate(words.share(100 - rate))}
              </span>
            )}
          </p>
          <div aria-hidden="true" className="flex h-1 gap-px overflow-hidden rounded-full">
            <div className="bg-done/75" style={{ width: `${rate}%` }} />
            <div className="flex-1 bg-failed" />
          </div>
        </div>
      )}
    </section>
  )
}
