import { useCallback, useState } from 'react'
import { KEY, mayUse } from './personal.ts'

/** What this browser remembers under `name`; the fallback where there is nothing, or nothing readable. */
export function readStored<T>(name: string, fallback: T): T {
  try {
    const value = mayUse(name) ? localStorage.getItem(KEY + name) : null
    return value === null ? fallback : (JSON.parse(value) as T)
  } catch {
    return fallback // Written by another version, or storage is off: nothing is lost but a habit.
  }
}

export function writeStored(name: string, value: unknown): void {
  try {
    if (!mayUse(name)) return
    if (value === undefined) localStorage.removeItem(KEY + name)
    else localStorage.setItem(KEY + name, JSON.stringify(value))
  } catch {
    return // Storage is off or full: the page works on, it only forgets.
  }
}

/** State that is kept over a reload. */
export function useStored<T>(name: string, fallback: T): [T, (value: T) => void] {
  const [value, setValue] = useState(() => readStored(name, fallback))
  const store = useCallback(
    (next: T) => {
      setValue(next)
      writeStored(name, next)
    },
    [name],
  )
  return [value, store]
}
