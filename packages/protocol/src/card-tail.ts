import type { TaskStatus } from './task-state.ts'

/** Whether a task in this status may have printed something that is worth a line on its card. */
export const HAS_TAIL: Record<TaskStatus, boolean> = {
  pending: false,
  running: true,
  review: true,
  done: true,
  failed: true,
  cancelled: false,
}
