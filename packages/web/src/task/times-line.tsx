import { text } from '../strings/index.ts'
import { duration } from '../time/format.ts'
import { Duration } from '../time/times.tsx'
import type { ShownTask } from './shown-task.ts'

const words = text.taskPage

/** A task's three times in one line, where there is no room for the facts. */
export function TimesLine({ task }: { task: ShownTask }) {
  const { status, queuedMs, ranMs, reviewStartedAt } = task
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-2 text-sm text-dim">
      {queuedMs !== null && (
        <span>
          {words.queuedFor} {duration(queuedMs)}
        </span>
      )}
      {ranMs !== null && (
        <span>
          {words.ran} {duration(ranMs)}
        </span>
      )}
      {status === 'review' && reviewStartedAt && (
        <span>
          {words.waitsForReview} <Duration from={reviewStartedAt} to={null} />
        </span>
      )}
    </p>
  )
}
