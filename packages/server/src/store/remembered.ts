import type { Db } from './schema.ts'

/** Answers to keep; one more, and all are forgotten. */
const KEPT_MAX = 1_000

/** What tells the state of a database from that before a commit; undefined: nobody can say now. */
type Version = () => unknown

const versions = new WeakMap<Db, Version>()

export function setVersion(db: Db, version: Version): void {
  versions.set(db, version)
}

interface Kept<R> {
  version: unknown
  answers: Map<string, R>
}

/**
 * Asks again only when somebody has committed meanwhile, be it this process or another one: no answer is older
 * than the last commit. Where that can't be told (PostgreSQL, a transaction) it is asked each time. Nothing
 * that was not found is kept.
 */
export function remembered<R>(
  ask: (db: Db, key: string) => Promise<R | undefined>,
): (db: Db, key: string) => Promise<R | undefined> {
  const ofDb = new WeakMap<Db, Kept<R>>()
  return async (db, key) => {
    const version = versions.get(db)?.()
    if (version === undefined) return await ask(db, key)
    let kept = ofDb.get(db)
    if (!kept || kept.version !== version || kept.answers.size > KEPT_MAX) {
      kept = { version, answers: new Map() }
      ofDb.set(db, kept)
    }
    const known = kept.answers.get(key)
    if (known !== undefined) return known
    const answer = await ask(db, key)
    if (answer !== undefined) kept.answers.set(key, answer)
    return answer
  }
}
