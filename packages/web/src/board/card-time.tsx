import type { Card } from '../live/live.ts'
import { isWaiting } from '../live/waiting.ts'
import { duration } from '../time/format.ts'
import { Age, Duration } from '../time/times.tsx'

export type Timed = Pick<
  Card,
  | 'status'
  | 'waiting'
  | 'createdAt'
  | 'startedAt'
  | 'processStartedAt'
  | 'reviewStartedAt'
  | 'completedAt'
  | 'ranMs'
>

/** How long the task ran, or runs, and when it got its status; nothing that isn't known. */
export function CardTime({ card }: { card: Timed }) {
  const { status, createdAt, startedAt, reviewStartedAt, completedAt, ranMs } = card
  if (status === 'running') {
    const began = card.processStartedAt ?? (isWaiting(card) ? null : startedAt)
    return began ? <Duration from={began} to={null} /> : <Age at={startedAt ?? createdAt} />
  }
  return (
    <>
      {ranMs !== null && `${duration(ranMs)} · `}
      <Age at={(status === 'review' ? reviewStartedAt : completedAt) ?? startedAt ?? createdAt} />
    </>
  )
}
