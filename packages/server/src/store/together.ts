import { engineOf } from './engine.ts'
import { abreast, gatheringOf, type Many } from './postgres/gathering.ts'
import type { Db } from './schema.ts'

/** Calls that one statement answers, for queries whose answers are small. */
const MOST = 1000

/**
 * A query of which `withEach` asks PostgreSQL all calls in one statement: there each takes a round trip, and as
 * long to begin as to carry out.
 */
export function together<D extends Db, P extends object, R>(
  one: (db: D, by: P, variant?: string) => Promise<R>,
  many: Many<D, P, R>,
  most = MOST,
): (db: D, by: P, variant?: string) => Promise<R> {
  const query = { one, many, most }
  return (db, by, variant = '') => gatheringOf(db)?.ask(query, by, variant) ?? one(db, by, variant)
}

/**
 * Does the same with each of several things: on SQLite one after the other, on PostgreSQL at the same time. So
 * what is done with one must not depend on what is done with another.
 */
export async function withEach<T, R>(
  tx: Db,
  things: readonly T[],
  work: (thing: T) => Promise<R>,
): Promise<R[]> {
  const works = things.map((thing) => () => work(thing))
  return await AT_ONCE[engineOf(tx)](tx, works)
}

async function inTurn<R>(_: Db, works: (() => Promise<R>)[]): Promise<R[]> {
  const answers: R[] = []
  for (const work of works) answers.push(await work())
  return answers
}

const AT_ONCE = { sqlite: inTurn, postgres: abreast }
