import type { ActorKind } from '@mission-control/protocol'
import type { Generated } from 'kysely'

/** What somebody did, or was refused; a chain by its hashes for each workspace. */
export interface AuditTable {
  workspace_id: string
  /** Its number in the workspace's log, without gaps. */
  seq: number
  at: number
  /** Null: nobody whom the server knows. */
  actor_kind: ActorKind | null
  actor_id: string | null
  actor_name: string | null
  user_id: string | null
  action: string
  target: string | null
  /** `ok`, or the code of an error. */
  outcome: string
  count: number
  address: string | null
  user_agent: string | null
  hash: string
}

/** The two ends of each workspace's chain. */
export interface AuditHeadTable {
  workspace_id: string
  /** Number and hash of the newest row. */
  seq: number
  hash: string
  /** Those of the newest row that is gone because of its age. */
  removed_seq: Generated<number>
  removed_hash: string
}
