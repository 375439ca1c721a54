import type { Task, TaskPayload, TaskStatus } from '@mission-control/protocol'
import { isFinal } from '@mission-control/protocol/client'
import type { StreamedActivity } from './activity.ts'
import type { Client } from './client.ts'
import { WaitTimeoutError } from './errors.ts'

export interface WaitOptions {
  /** Default: the final statuses. Add `review` if nobody may be there to review a gated task. */
  until?: readonly TaskStatus[] | undefined
  /** Ends the wait; it rejects with the signal's reason. */
  signal?: AbortSignal | undefined
  /** Default: no limit. */
  timeoutMs?: number | undefined
}

const FINAL: readonly TaskStatus[] = ['done', 'failed', 'cancelled']

/**
 * Waits until the task is in one of the statuses, if only in passing; resolves with the task as it is
 * then. Rejects when it ends in another one. Follows the activity stream: nothing is polled.
 */
export async function waitForTask(
  client: Client,
  id: string,
  { until = FINAL, signal, timeoutMs }: WaitOptions = {},
): Promise<Task> {
  const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)
  const given = [signal, timeout].filter((each) => each !== undefined)
  const ended = AbortSignal.any(given)
  let last: TaskStatus | null = null

  /** Whether the wait is over with this status. */
  const reached = (status: TaskStatus): boolean => {
    last = status
    if (until.includes(status)) return true
    if (isFinal(status)) throw new Error(`${id} ended ${status}; waited for ${until.join(', ')}`)
    return false
  }

  try {
    // The stream goes on exactly where this look at the task ends.
    const { task, cursor } = await client.tasks.getWithCursor(id, { signal: ended })
    if (reached(task.status)) return task

    const stream = client.activity.stream({ after: cursor ?? undefined, signal: ended })
    for await (const { event } of stream) {
      if (event.type === 'stream.reset') {
        const now = await client.tasks.get(id, { signal: ended })
        if (reached(now.status)) return now
      }
      const status = statusIn(event, id)
      if (status && reached(status)) return await client.tasks.get(id, { signal: ended })
    }
    throw ended.reason // Nothing else ends the stream.
  } catch (error) {
    if (!timeout?.aborted || signal?.aborted) throw error
    const message = `${id} is ${last ?? 'not seen'} after ${timeoutMs} ms; waited for ${until.join(', ')}`
    throw new WaitTimeoutError(message, { cause: error })
  }
}

/** The status that the event gives the task, if it is about it. */
function statusIn({ type, payload }: StreamedActivity['event'], id: string): TaskStatus | null {
  if (!type.startsWith('task.')) return null
  const { taskId, status } = payload as Partial<TaskPayload>
  return taskId === id && status ? status : null
}
