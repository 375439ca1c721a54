import { useSyncExternalStore } from 'react'

/** One clock for all that ticks on the page; it stands still when nothing does. */
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = Date.now()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}

/** ms since 1970, updated every second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}

/** What `tell` makes of the time; renders again only when that is another. */
export function useTold(tell: (now: number) => string): string {
  return useSyncExternalStore(subscribe, () => tell(now))
}
