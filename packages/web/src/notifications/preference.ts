import { useSyncExternalStore } from 'react'
import { readStored, writeStored } from '../stored/use-stored.ts'

const NAME = 'notifications'
const listeners = new Set<() => void>()

/** Browsers show notifications only for pages that they trust, over https or of their own machine. */
export const isAvailable = (): boolean => 'Notification' in globalThis && isSecureContext

/** Off until somebody switches it on, in this browser; its permission can be taken back at any time. */
const isWanted = (): boolean =>
  isAvailable() && readStored(NAME, false) && Notification.permission === 'granted'

export function setWanted(wanted: boolean): void {
  writeStored(NAME, wanted || undefined)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}

export const useWanted = (): boolean => useSyncExternalStore(subscribe, isWanted)
