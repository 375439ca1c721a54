import { engineOf } from './engine.ts'
import { beBrief, bePatient, type Held, holdNumber, holdRow, tryNumber } from './postgres/locks.ts'
import type { Tx } from './schema.ts'

const TABLES = {
  /** Its connection, chat, rules, set-up and name. */
  desktop: 'desktops',
  /** Its status, and the number of its further tries. */
  task: 'tasks',
  /** Their password. */
  user: 'users',
  /** Its members and its name. */
  workspace: 'workspaces',
} as const satisfies Record<string, Held>

/** SQLite has one writer, which holds all of it. */
const nothing = async () => undefined
const ROW = { sqlite: nothing, postgres: holdRow }
const NAME = { sqlite: nothing, postgres: holdNumber }
const BRIEFLY = { sqlite: nothing, postgres: beBrief }
const LONG = { sqlite: nothing, postgres: bePatient }
const TRY = { sqlite: async () => true, postgres: tryNumber }

/**
 * Where several servers write, whatever is read in order to decide what is written is held before: until
 * the commit nobody else who holds it too comes in between. In this order: workspace, desktop, task, the rest.
 */
export async function hold(tx: Tx, what: keyof typeof TABLES, id: string): Promise<void> {
  await ROW[engineOf(tx)](tx, TABLES[what], id)
}

/** For what has no row yet: waits for whoever holds the name. */
export async function holdName(tx: Tx, name: string): Promise<void> {
  await NAME[engineOf(tx)](tx, name)
}

/** False: somebody else holds the name. */
export async function tryName(tx: Tx, name: string): Promise<boolean> {
  return await TRY[engineOf(tx)](tx, name)
}

/** From now on whatever the transaction has to wait for is lost to whoever holds it, after a moment. */
export async function waitBriefly(tx: Tx): Promise<void> {
  await BRIEFLY[engineOf(tx)](tx)
}

/** From now on it waits for as long as it takes. */
export async function waitLong(tx: Tx): Promise<void> {
  await LONG[engineOf(tx)](tx)
}
