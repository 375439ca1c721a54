import type { ActivityType } from '@mission-control/protocol'

export interface ActivityTable {
  workspace_id: string
  seq: number
  at: number
  type: ActivityType
  desktop_id: string | null
  task_id: string | null
  /** JSON. */
  payload: string
  /** JSON, an `Actor`; null: not known. */
  actor: string | null
}
