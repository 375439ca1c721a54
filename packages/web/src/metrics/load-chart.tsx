import { Suspense, useMemo, useState } from 'react'
import { lazily } from '../app/loaded.ts'
import { text } from '../strings/index.ts'
import { hourAndMinute } from '../time/format.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { chartData, type Point, summaryOf } from './points.ts'
import { RANGE_FACTS, type Range } from './range.ts'

// The library that draws is fetched when the first chart is opened.
const LineChart = lazily(() => import('./line-chart.tsx'), 'LineChart')

const words = text.metrics
const HEIGHT = 96

interface Props {
  title: string
  /** Oldest first; undefined: not here yet. */
  points: readonly Point[] | undefined
  range: Range
  /** More about the present, such as `8 of 16 GiB`. */
  note?: string | undefined
}

/** A load over time, with what there is to know of it in words. */
export function LoadChart({ title, points, range, note }: Props) {
  const { words: rangeWords, gap } = RANGE_FACTS[range]
  const [pointed, setPointed] = useState<number | null>(null)
  const data = useMemo(() => points && chartData(points, gap), [points, gap])
  const summary = points && summaryOf(points)
  const to = Math.max(Date.now(), points?.at(-1)?.at ?? 0)

  const value = pointed === null ? null : data?.[1][pointed]
  const at = pointed === null ? undefined : data?.[0][pointed]
  const isPointed = typeof value === 'number' && at !== undefined
  const about =
    summary && words.summary(words.percent(summary.average), words.percent(summary.highest))
  return (
    <figure aria-label={words.chart(title, rangeWords)} className="min-w-0">
      <figcaption className="mb-1 flex items-baseline gap-1.5 text-xs">
        <span className="text-dim">{title}</span>
        <strong className="text-base font-semibold whitespace-nowrap">
          {isPointed ? words.percent(value) : summary ? words.percent(summary.now) : words.none}
        </strong>
        {note && !isPointed && <span className="truncate text-dim">{note}</span>}
        <span className="ml-auto min-w-0 truncate pl-1 text-faint" title={about ?? undefined}>
          {isPointed ? words.at(hourAndMinute(at * 1000)) : about}
        </span>
      </figcaption>
      {!data ? (
        <Skeleton className="h-24" />
      ) : data[0].length === 0 ? (
        <p className="grid h-24 place-items-center rounded-md bg-sunk text-faint">
          {words.noFigures}
        </p>
      ) : (
        <Suspense fallback={<Skeleton className="h-24" />}>
          <LineChart
            data={data}
            from={to / 1000 - range * 60}
            to={to / 1000}
            height={HEIGHT}
            onPoint={setPointed}
          />
        </Suspense>
      )}
    </figure>
  )
}
