import { memo } from 'react'
import { type Sample, waitingForYou } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { gibibytes } from '../metrics/gibibytes.ts'
import { Sparkline } from '../metrics/sparkline.tsx'
import { useSamples } from '../metrics/use-samples.ts'
import { text } from '../strings/index.ts'
import { duration } from '../time/format.ts'
import { classNames } from '../ui/class-names.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { usageFigure } from '../usage/usage-words.ts'

const words = text.board.strip

/** The figures above the board; the first is the only one in colour: what needs you. */
export function Strip() {
  const waiting = useLive(waitingForYou)
  const overview = useLive((live) => live.overview)
  const desktops = useLive((live) => live.desktops.size)
  const samples = useSamples()
  const loading = useLive((live) => live.connection.state === 'loading')
  const { tasks, queued, resources, completionRate24h, averageDurationMs24h, usage24h } = overview
  const average = averageDurationMs24h === null ? null : duration(averageDurationMs24h)
  const { used, total } = resources.memory
  return (
    <section
      aria-label={words.label}
      className="grid flex-none grid-cols-3 border-b border-line bg-panel desk:flex"
    >
      <Figure
        label={words.needsYou}
        value={waiting}
        note={words.inReview(waiting - tasks.review)}
        loading={loading}
        ink={waiting > 0 ? 'text-review' : ''}
      />
      <Figure
        label={words.running}
        value={tasks.running}
        note={queued > 0 ? words.queued(queued) : ''}
        loading={loading}
      />
      <Figure
        label={words.activeDesktops}
        value={overview.activeDesktops}
        note={words.ofDesktops(desktops)}
        loading={loading}
      />
      <Figure
        className="phone:hidden"
        label={words.completed}
        value={completionRate24h === null ? words.none : `${Math.round(completionRate24h)} %`}
        note={overview.throughput24h > 0 ? words.completedOf(overview.throughput24h, average) : ''}
        loading={loading}
      />
      {usage24h && (
        <Figure
          className="max-xl:hidden"
          label={words.usage}
          {...usageFigure(usage24h)}
          loading={loading}
        />
      )}
      <Load label={words.cpu} percent={resources.cpu} samples={samples} of="cpu" note="" />
      <Load
        label={words.memory}
        percent={resources.memory.percent}
        samples={samples}
        of="memory"
        note={total > 0 ? words.memoryUsed(gibibytes(used), gibibytes(total)) : ''}
      />
    </section>
  )
}

interface FigureProps {
  label: string
  value: number | string
  note: string
  loading: boolean
  ink?: string
  className?: string
}

const Figure = memo(function Figure(props: FigureProps) {
  const { label, value, note, loading, ink, className } = props
  return (
    <div
      className={classNames(
        'border-r border-line px-[18px] py-2.5 whitespace-nowrap phone:px-3 phone:py-2',
        className,
      )}
    >
      <h2 className="mb-0.5 text-xs font-normal text-dim">{label}</h2>
      <p className="flex h-[26px] items-baseline gap-1">
        {loading ? (
          <Skeleton className="mt-1 h-5 w-10" />
        ) : (
          <>
            <strong className={classNames('text-2xl font-semibold tracking-tight', ink)}>
              {typeof value === 'number' ? value.toLocaleString() : value}
            </strong>
            <span className="text-sm text-faint">{note}</span>
          </>
        )}
      </p>
    </div>
  )
})

interface LoadProps {
  label: string
  percent: number
  note: string
  samples: readonly Sample[]
  of: 'cpu' | 'memory'
}

const Load = memo(function Load({ label, percent, note, samples, of }: LoadProps) {
  return (
    <div className="flex min-w-0 flex-none items-end gap-3.5 border-r border-line px-[18px] py-2.5 last:border-0 phone:hidden">
      <div className="whitespace-nowrap">
        <h2 className="mb-0.5 text-xs font-normal text-dim">{label}</h2>
        <p className="flex h-[26px] items-baseline gap-1">
          <strong className="text-2xl font-semibold tracking-tight">{Math.round(percent)} %</strong>
          <span className="text-sm text-faint max-[90rem]:hidden">{note}</span>
        </p>
      </div>
      <Sparkline
        label={words.lastHour(label)}
        points={samples.map((sample) => ({ at: sample.at, value: sample[of] }))}
      />
    </div>
  )
})
