import type { NewTask, Task } from '@mission-control/protocol'

/** What creates a task like this one. */
export function again(task: Task): NewTask {
  const { type, content, desktopId, requiresApproval, graceSeconds } = task
  const timeoutSeconds = task.timeoutSeconds ?? undefined
  return {
    type,
    content,
    desktopId,
    requiresApproval,
    ...(task.approvalsAsked !== null && { approvals: { required: task.approvalsAsked } }),
    timeoutSeconds,
    graceSeconds,
  }
}
