import type { TaskCounts } from '@mission-control/protocol'
import { sizeOf } from '../live/batches.ts'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'

/** Finished statuses first, so that what is left to do stands last. */
const ORDER = ['done', 'failed', 'cancelled', 'review', 'running', 'pending'] as const

const INK = {
  done: 'bg-done',
  failed: 'bg-failed',
  cancelled: 'bg-cancelled/50',
  review: 'bg-review',
  running: 'bg-running',
  pending: 'border border-line-strong',
}

/** Up to this many tasks have a square each. */
const SQUARES = 40

/** The progress of a batch at a glance; the counts below say it in words. */
export function BatchStrip({ counts }: { counts: TaskCounts }) {
  const each = sizeOf(counts) <= SQUARES
  return (
    <div aria-hidden="true" className="flex h-2 gap-[2px]">
      {ORDER.flatMap((status) => {
        const count = counts[status]
        if (count === 0) return []
        const title = text.batch.count(count, status)
        const square = classNames('min-w-[2px] rounded-[2px]', INK[status])
        if (!each) return <span key={status} title={title} className={square} style={grow(count)} />
        return Array.from({ length: count }, (_, i) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: equal squares.
            key={`${status} ${i}`}
            title={title}
            className={`${square} max-w-4 flex-1`}
          />
        ))
      })}
    </div>
  )
}

const grow = (count: number) => ({ flex: `${count} 1 0` })
