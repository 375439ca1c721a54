import { useEffect, useState } from 'react'

/** Held by every tab that is in sight, together. */
const IN_SIGHT = 'mission-control.in-sight'
/** Held by the one tab that tells for all: each would need a stream, and a browser has few. */
const TELLER = 'mission-control.teller'

/** Does somebody look at this page, here or in another tab? */
export async function isAnyInSight(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query()
  return held.some(({ name }) => name === IN_SIGHT)
}

/** Tells the other tabs when this one is in sight. */
export function useInSight(): void {
  useEffect(() => {
    if (!('locks' in navigator)) return
    let away = new AbortController()
    const look = () => {
      away.abort()
      away = new AbortController()
      if (!document.hidden) hold(IN_SIGHT, 'shared', away.signal)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      away.abort()
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
}

/** Whether this tab shows the notifications. When it is closed another tab takes over. */
export function useTeller(wanted: boolean): boolean {
  const [teller, setTeller] = useState(false)
  useEffect(() => {
    if (!wanted) return
    const leaving = new AbortController()
    hold(TELLER, 'exclusive', leaving.signal, () => setTeller(true))
    return () => {
      leaving.abort()
      setTeller(false)
    }
  }, [wanted])
  return teller
}

function hold(name: string, mode: LockMode, until: AbortSignal, onHeld?: () => void): void {
  const held = () =>
    new Promise<void>((release) => {
      onHeld?.()
      until.addEventListener('abort', () => release())
    })
  // Aborted before the lock was free, so nothing is held.
  navigator.locks.request(name, { mode, signal: until }, held).catch(() => undefined)
}
