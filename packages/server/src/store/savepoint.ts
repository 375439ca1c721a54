import { sql } from 'kysely'
import { directWayOf } from './direct.ts'
import type { Tx } from './schema.ts'

/** Names of savepoints: a write that shares its commit, and a part of one. */
type Name = 'unit' | 'part'

/** Begins a part of a transaction that can be undone by itself. */
export async function beginPart(tx: Tx, name: Name): Promise<void> {
  await say(tx, `savepoint ${name}`)
}

export async function keepPart(tx: Tx, name: Name): Promise<void> {
  await say(tx, `release savepoint ${name}`)
}

export async function undoPart(tx: Tx, name: Name): Promise<void> {
  await say(tx, `rollback to savepoint ${name}`)
  await say(tx, `release savepoint ${name}`)
}

/** Straight to the database, as prepared queries go. */
async function say(tx: Tx, statement: string): Promise<void> {
  const ask = directWayOf(tx)
  if (ask) await ask(statement, [])
  else await sql.raw(statement).execute(tx)
}
