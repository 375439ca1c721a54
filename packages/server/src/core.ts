import type { Actor, Restriction, Role, Scope } from '@mission-control/protocol'
import type { Logger } from 'pino'
import type { Bus } from './bus/bus.ts'
import type { Meter } from './monitoring/meter.ts'
import type { Tracer } from './monitoring/tracer.ts'
import type { Pouring } from './runners/pouring.ts'
import type { SecretBox } from './secret-box.ts'
import type { Storage } from './storage/storage.ts'
import { appendsOf } from './store/activity.ts'
import type { Tx } from './store/schema.ts'
import type { Store } from './store/store.ts'

/** What every operation works with. */
export interface Core {
  store: Store
  /** Whether the disk takes what is written. */
  storage: Storage
  bus: Bus
  /** For what has to be kept secret on disk. */
  secrets: SecretBox
  log: Logger
  /** Milliseconds since 1970. */
  now: () => number
  watch: Watch
  pouring: Pouring
  /** Which server this is: another one at each start. */
  replica: string
  /** Others may share the database with it. */
  shared: boolean
  meter: Meter
  tracer: Tracer
}

/** How this server watches its desktops; in ms. */
export interface Watch {
  /** Since 1970: when it began. */
  since: number
  /** The tasks of a desktop that stays away for longer fail; 0: never. */
  lostAfter: number
}

/** Who asks: everything is limited to this workspace. */
export interface Caller {
  workspaceId: string
  userId: string
  actor: Actor
}

/** Who asks by a request. */
export interface AuthenticatedCaller extends Caller {
  /** The id of their API key or session: requests are counted by it, streams end with it. */
  credentialId: string
  /** Whether the workspace is their personal one. */
  isHome: boolean
  /** What they are in the workspace. */
  role: Role
  /** What they may do: what their role may, less what their key may not. */
  scopes: ReadonlySet<Scope>
  /** How an API key is less than its user beyond its scopes; undefined for a session. */
  key?: KeyBounds
}

export interface KeyBounds {
  /** It may all that its user may. */
  isWhole: boolean
  /** The only desktops that it reaches; null: all. */
  restriction: Restriction | null
  /** Those of them that there are now. */
  desktopIds?: readonly string[]
  /** Ms since 1970: its value is good no longer; undefined: it has no end. */
  expiresAt?: number
}

/**
 * One transaction. After its commit `tell` passes on what is only live, and only then followers of
 * the activity are woken if it has grown: so a run's output is told before its end. `about`: whose writes
 * stay in order.
 */
export async function transact<T>(
  core: Core,
  workspaceId: string,
  work: (tx: Tx) => Promise<T>,
  tell?: (value: T) => void,
  about = workspaceId,
): Promise<T> {
  let hasAppended = false
  const value = await core.store.write(async (tx) => {
    const before = appendsOf(tx)
    const value = await work(tx)
    hasAppended = appendsOf(tx) > before
    return value
  }, about)
  tell?.(value)
  if (hasAppended) core.bus.publish('activity', workspaceId, null)
  return value
}
