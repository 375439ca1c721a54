import type { Scope, TaskStatus } from '@mission-control/protocol'
import type { Card } from '../live/live.ts'

export type TaskAction = 'run' | 'cancel' | 'approve' | 'reject' | 'delete'

const ALLOWED: Record<TaskAction, readonly TaskStatus[]> = {
  run: ['pending'],
  cancel: ['pending', 'running'],
  approve: ['review'],
  reject: ['review'],
  delete: ['done', 'failed', 'cancelled'],
}

/** What it takes to do it. */
export function scopeOf(action: TaskAction): Scope {
  return action === 'approve' || action === 'reject' ? 'approvals' : 'tasks'
}

/** Whether the server would take the action on the task as it is known here. */
export function isAllowed(
  action: TaskAction,
  task: Pick<Card, 'status' | 'cancelRequestedAt' | 'sending' | 'before'>,
): boolean {
  if (task.sending || task.before) return false // The last action isn't confirmed yet.
  if (action === 'cancel' && task.cancelRequestedAt !== null) return false
  return ALLOWED[action].includes(task.status)
}
