/** The moments of a task, each ISO; null or left out: it hasn't come, or nobody has seen it. */
export interface TaskMoments {
  startedAt?: string | null | undefined
  processStartedAt?: string | null | undefined
  processEndedAt?: string | null | undefined
  reviewStartedAt?: string | null | undefined
  completedAt?: string | null | undefined
}

/** The three times of a task, in ms; null: unknown, or not over yet. */
export interface TaskTimes {
  queuedMs: number | null
  ranMs: number | null
  waitedForReviewMs: number | null
}

/** How long a task was queued, ran, and waited for a decision. Pure. */
export function timesOf(task: TaskMoments): TaskTimes {
  return {
    queuedMs: between(task.startedAt, task.processStartedAt),
    ranMs: between(task.processStartedAt, task.processEndedAt),
    waitedForReviewMs: between(task.reviewStartedAt, task.completedAt),
  }
}

function between(from: string | null | undefined, to: string | null | undefined): number | null {
  return from && to ? Math.max(0, Date.parse(to) - Date.parse(from)) : null
}
