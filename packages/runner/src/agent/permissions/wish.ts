import type { PermissionSubject } from '@mission-control/protocol'

/** What an agent wants to do. */
export interface Wish {
  /** The id of the tool's call in the transcript. */
  call: string | null
  tool: string
  title: string
  input: unknown
  /** null: it can't be told, so it can't be remembered either. */
  subject: PermissionSubject | null
}
