import type { Actor, Restriction, Role, Scope } from '@mission-control/protocol'
import type { Logger } from 'pino'
import type { Bus } from './bus/bus.ts'
import type { Meter } from './monitoring/meter.ts'
import type { Tracer } from './monitoring/tracer.ts'
import type { Pouring } from './runners/pouring.ts'
import type { SecretBox } from './secret-box.ts'
import type { Storage } from './storage/storage.ts'
import { appendsOf, grownSince } from './store/activity.ts'
import type { Tx } from './store/schema.ts'
import type { Store } from './store/store.ts'

/** What every operation works with. */
export interface Core {
  store: Store
  /** Whether the disk takes what is written. */
  storage: Storage
  bus: Bus
  /** Encrypts what has to stay secret on disk. */
  secrets: SecretBox
  log: Logger
  /** Milliseconds since 1970. */
  now: () => number
  watch: Watch
  pouring: Pouring
  /** The id of this server process, new at each start. */
  replica: string
  /** Whether other servers may share the database. */
  shared: boolean
  meter: Meter
  tracer: Tracer
}

/** How this server watches its desktops; in ms. */
export interface Watch {
  /** When the watch began, in ms since 1970. */
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
  /** The id of their API key or session. Requests are counted by it, and streams end when it ends. */
  credentialId: string
  /** Whether the workspace is the user's personal one. */
  isHome: boolean
  /** The user's role in the workspace. */
  role: Role
  /** What the caller may do: the scopes of the role that the key has, too. */
  scopes: ReadonlySet<Scope>
  /** How an API key is less than its user beyond its scopes; undefined for a session. */
  key?: KeyBounds
}

export interface KeyBounds {
  /** The hash of the value that the caller came with; undefined: it is the key of a run's agent. */
  value?: string
  /** Whether the key may do everything that its user may. */
  isWhole: boolean
  /** The desktops that the key is restricted to; null: all. */
  restriction: Restriction | null
  /** The ids of the desktops that the restriction covers now. */
  desktopIds?: readonly string[]
  /** When the key's value expires, in ms since 1970; undefined: never. */
  expiresAt?: number
}

/**
 * One transaction. After its commit `tell` passes on what is only live, and only then followers of each
 * log that has grown are woken: so a run's output is told before its end. `about`: the id of a workspace
 * or desktop; writes about the same one stay in order. `isApart`: as `Store` has it.
 */
export async function transact<T>(
  core: Core,
  about: string,
  work: (tx: Tx) => Promise<T>,
  tell?: (value: T) => void,
  isApart = false,
): Promise<T> {
  let grown: Iterable<string> = []
  const value = await core.store.write(
    async (tx) => {
      const before = appendsOf(tx)
      const value = await work(tx)
      grown = grownSince(tx, before)
      return value
    },
    about,
    isApart,
  )
  tell?.(value)
  // A desktop that has moved may still run what another workspace began.
  for (const id of grown) core.bus.publish('activity', id, null)
  return value
}
