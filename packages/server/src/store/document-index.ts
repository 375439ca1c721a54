import type { Db, Tx } from './schema.ts'
import type { Range } from './search.ts'
import type { Store } from './store.ts'

/** What an engine's index of the search does. It knows each task by its number, in one or several documents. */
export interface DocumentIndex {
  /** The tasks of a range that have a document with all these three letters. */
  tasksWith(db: Db, trigrams: string[], range: Range): Promise<number[]>
  add(tx: Tx, task: number, piece: number, text: string): Promise<void>
  remove(tx: Tx, task: number, piece: number): Promise<void>
  /** After so many steps of indexing it is worth while to merge. */
  stepsOfMerge: number
  /** Documents are added fast to what is found slowly. Puts some of it in order; false: all is. */
  merge(store: Pick<Store, 'db' | 'write'>): Promise<boolean>
}
