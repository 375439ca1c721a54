import { engineOf } from './engine.ts'
import {
  beBrief,
  bePatient,
  type Held,
  holdHead,
  holdNumber,
  holdRow,
  tryNumber,
} from './postgres/locks.ts'
import type { Tx } from './schema.ts'

const TABLES = {
  /** Its connection, chat, rules, set-up and name. */
  desktop: 'desktops',
  /** Its status, and the number of its further tries. */
  task: 'tasks',
  /** Their password. */
  user: 'users',
} as const satisfies Record<string, Held>

/** SQLite has one writer, which locks the whole database, so there is nothing to do. */
const nothing = async () => undefined
const ROW = { sqlite: nothing, postgres: holdRow }
const NAME = { sqlite: nothing, postgres: holdNumber }
const LOG = { sqlite: nothing, postgres: holdHead }
const BRIEFLY = { sqlite: nothing, postgres: beBrief }
const LONG = { sqlite: nothing, postgres: bePatient }
const TRY = { sqlite: async () => true, postgres: tryNumber }

/**
 * Locks a row until the commit. Several servers may write, so lock a row before you read it to decide what to
 * write: nobody else who locks it comes in between. Lock in this order: workspace, desktop, task, the rest.
 * A workspace is its members, their keys and its name. Its row isn't locked: each commit counts its events
 * there, when it has locked all else.
 */
export async function hold(
  tx: Tx,
  what: keyof typeof TABLES | 'workspace',
  id: string,
): Promise<void> {
  if (what === 'workspace') return await holdName(tx, `workspace ${id}`)
  await ROW[engineOf(tx)](tx, TABLES[what], id)
}

/**
 * Locks a workspace's audit log, as the last step before you change the workspace's row. Each commit locks the
 * log first, then the row: of two in another order each would wait for the other.
 */
export async function holdLog(tx: Tx, workspaceId: string): Promise<void> {
  await LOG[engineOf(tx)](tx, workspaceId)
}

/** Locks a name, for what has no row yet; waits for whoever holds it. */
export async function holdName(tx: Tx, name: string): Promise<void> {
  await NAME[engineOf(tx)](tx, name)
}

/** Locks a name without waiting; false: somebody else holds it. */
export async function tryName(tx: Tx, name: string): Promise<boolean> {
  return await TRY[engineOf(tx)](tx, name)
}

/** From now on the transaction waits only a moment for a lock; then it counts as a lost race. */
export async function waitBriefly(tx: Tx): Promise<void> {
  await BRIEFLY[engineOf(tx)](tx)
}

/** From now on the transaction waits for as long as it takes. */
export async function waitLong(tx: Tx): Promise<void> {
  await LONG[engineOf(tx)](tx)
}
