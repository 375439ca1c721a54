import type { Deed } from '../store/deed.ts'

/** What somebody was refused. */
export interface Refusal {
  /** Undefined: a stranger was refused. */
  workspaceId: string | undefined
  deed: Deed
  /** The code of the error. */
  outcome: string
  /** Whom the request claims to be of. */
  email?: string | undefined
  /** The network that it came from. */
  network: string
}
