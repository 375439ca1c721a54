import { type TaskMoments, type TaskTimes, timesOf } from '@mission-control/protocol'
import { isoOrNull } from '../iso.ts'
import type { TaskRow } from '../store/schema.ts'

type Moments = Pick<
  TaskRow,
  'started_at' | 'process_started_at' | 'process_ended_at' | 'review_started_at' | 'completed_at'
>

/** The task's moments and the times between them, as the API shows them. */
export function toMoments(row: Moments): Required<Clean<TaskMoments>> & TaskTimes {
  const moments = {
    startedAt: isoOrNull(row.started_at),
    processStartedAt: isoOrNull(row.process_started_at || null),
    processEndedAt: isoOrNull(row.process_ended_at),
    reviewStartedAt: isoOrNull(row.review_started_at),
    completedAt: isoOrNull(row.completed_at),
  }
  return { ...moments, ...timesOf(moments) }
}

type Clean<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Only the moments that are known, for an event. */
export function knownMoments(row: Moments): { [K in keyof TaskMoments]: string } {
  const { queuedMs: _, ranMs: __, waitedForReviewMs: ___, ...moments } = toMoments(row)
  return Object.fromEntries(Object.entries(moments).filter(([, at]) => at !== null))
}
