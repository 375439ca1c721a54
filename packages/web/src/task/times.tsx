import { text } from '../strings/index.ts'
import { duration } from '../time/format.ts'
import { Clock, Duration } from '../time/times.tsx'
import { Fact } from './fact.tsx'
import type { ShownTask } from './shown-task.ts'

const words = text.taskPage

/** A task's three times, told apart: it was queued, it ran, it waited for a decision. */
export function Times({ task }: { task: ShownTask }) {
  const { status, startedAt, processStartedAt, processEndedAt, reviewStartedAt } = task
  if (startedAt === null) return null
  const isRunning = status === 'running'
  const isOver = !isRunning && status !== 'review'
  const ended = processEndedAt ?? (reviewStartedAt ? null : task.completedAt)
  const began = processStartedAt ?? (isRunning && task.waiting === null ? startedAt : null)
  return (
    <>
      {isRunning && began === null && (
        <Fact label={words.queuedFor}>
          <Duration from={startedAt} to={null} />
        </Fact>
      )}
      {task.queuedMs !== null && <Fact label={words.queuedFor}>{duration(task.queuedMs)}</Fact>}
      {began && (
        <Fact label={words.started}>
          <Clock at={began} />
        </Fact>
      )}
      {isRunning && began && (
        <Fact label={words.runs}>
          <Duration from={began} to={null} />
        </Fact>
      )}
      {!isRunning && task.ranMs !== null && <Fact label={words.ran}>{duration(task.ranMs)}</Fact>}
      {isOver && task.ranMs === null && task.error?.code !== 'start_unknown' && (
        <Fact label={words.ran}>{words.ranUnknown}</Fact>
      )}
      {ended && (
        <Fact label={words.finished}>
          <Clock at={ended} />
        </Fact>
      )}
      {status === 'review' && reviewStartedAt && (
        <Fact label={words.waitsForReview}>
          <Duration from={reviewStartedAt} to={null} />
        </Fact>
      )}
      {task.waitedForReviewMs !== null && (
        <Fact label={words.waitedForReview}>{duration(task.waitedForReviewMs)}</Fact>
      )}
    </>
  )
}
