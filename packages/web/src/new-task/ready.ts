import type { Desktop, TaskType } from '@mission-control/protocol'

/** Whether it could start such a task now. */
export function isReady({ status, agentReady }: Desktop, type: TaskType): boolean {
  return status === 'running' && (type === 'command' || agentReady)
}
