import { text } from '../strings/index.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { barsOf, totalOf } from './bars.ts'
import { RANGE_FACTS } from './range.ts'
import { endedWords, ThroughputBars } from './throughput-bars.tsx'
import { useFleetMetrics } from './use-fleet-metrics.ts'

/** Done and failed tasks of the last hour. */
export function ThroughputChart() {
  const { data } = useFleetMetrics(60)
  const { words, barWidth } = RANGE_FACTS[60]
  const bars = data && barsOf(data.throughput, barWidth)
  const label = text.metrics.throughputOver(words)
  return (
    <section aria-label={label} className="flex-none border-t border-line px-3.5 pt-3 pb-3.5">
      <div className="mb-2 flex justify-between gap-2 text-xs">
        <h2 className="text-dim">{label}</h2>
        {bars && <span className="font-[550]">{endedWords(totalOf(bars))}</span>}
      </div>
      {bars ? (
        <ThroughputBars label={label} bars={bars} className="h-12" />
      ) : (
        <Skeleton className="h-12" />
      )}
    </section>
  )
}
