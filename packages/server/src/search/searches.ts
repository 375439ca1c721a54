import { engineOf } from '../store/engine.ts'
import type { Store } from '../store/store.ts'
import { type Found, type SearchRequest, search } from './search.ts'
import { SearchThread } from './thread.ts'

/** Where searches are carried out. */
export interface Searches {
  /** Ends early when nobody waits for the answer any more. */
  search(request: SearchRequest, signal: AbortSignal): Promise<Found>
  close(): Promise<void>
}

/** PostgreSQL looks by itself, so only SQLite needs a thread. */
export function searchesOf(store: Store, dataDir: string): Searches {
  if (engineOf(store.db) === 'sqlite') return new SearchThread(dataDir)
  return {
    search: (request, signal) => search(store, request, () => signal.aborted),
    close: async () => undefined,
  }
}
