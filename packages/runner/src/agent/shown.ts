import type { Asking } from '@mission-control/protocol/agents'

/** What an agent shows of itself when it is asked whether it is there, and more of it in a session. */
export interface Shown {
  /** null: it doesn't say. */
  model: string | null
  /** null: what holds for its kind. */
  asking: Asking | null
}
