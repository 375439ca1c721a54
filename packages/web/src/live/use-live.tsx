import type { Client } from '@mission-control/client'
import { createContext, useContext, useRef, useSyncExternalStore } from 'react'
import type { Underway } from '../app/underway.ts'
import type { SharedStreams } from '../streams/shared-streams.ts'
import type { Live } from './live.ts'
import type { LiveStore } from './store.ts'

/** What the whole page works with. */
export interface Core {
  client: Client
  store: LiveStore
  streams: SharedStreams
  underway: Underway
  /** The workspace of the page is the person's own. */
  isHome: boolean
}

export const CoreContext = createContext<Core | null>(null)

export function useCore(): Core {
  const core = useContext(CoreContext)
  if (!core) throw new Error('used outside of the page')
  return core
}

/** A part of the live state; renders again when that part changes. `select` must be cheap. */
export function useLive<T>(
  select: (live: Live) => T,
  same: (a: T, b: T) => boolean = Object.is,
): T {
  const { store } = useCore()
  const last = useRef<{ live: Live; select: (live: Live) => T; part: T } | null>(null)
  return useSyncExternalStore(store.subscribe, () => {
    const live = store.get()
    // Another `select` may ask for something else, such as the card of another task.
    if (last.current?.live === live && last.current.select === select) return last.current.part
    const part = select(live)
    const kept = last.current && same(last.current.part, part) ? last.current.part : part
    last.current = { live, select, part: kept }
    return kept
  })
}
