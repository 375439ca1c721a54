import { setImmediate as turn } from 'node:timers/promises'
import type { Db, Tx } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/**
 * Does what may be much in transactions so small that nobody waits for one, as long as there is any and
 * it isn't yet `until` (of `performance.now`); between two of them requests have their turn.
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
