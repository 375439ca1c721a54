import { setImmediate as turn } from 'node:timers/promises'
import type { Db, Tx } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/**
 * Does a large piece of work in transactions so small that nobody waits for one, until it is done
 * or the time is `until` (of `performance.now`). Between two of them requests get their turn.
 */
export async function inSteps(
  store: Pick<Store, 'db' | 'write'>,
  until: number,
  any: (db: Db) => Promise<boolean>,
  doSome: (tx: Tx) => Promise<void>,
): Promise<void> {
  while (performance.now() < until && (await any(store.db))) {
    await store.write(doSome)
    await turn()
  }
}
