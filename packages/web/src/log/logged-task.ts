import type { Task } from '@mission-control/protocol'

/** What a log needs to know about its task. */
export interface LoggedTask
  extends Pick<Task, 'id' | 'status' | 'startedAt' | 'processStartedAt' | 'outputRemovedAt'> {
  /** The first line of its content. */
  summary: string
}
