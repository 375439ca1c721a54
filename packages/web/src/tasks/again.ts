import type { NewTask, Task } from '@mission-control/protocol'

/** What creates a task like this one. */
export function again(task: Task): NewTask {
  const { type, content, desktopId, requiresApproval, timeoutSeconds } = task
  return { type, content, desktopId, requiresApproval, timeoutSeconds: timeoutSeconds ?? undefined }
}
