import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

/** One that is not over. */
export interface Wait {
  what: string
}

const noted = new AsyncLocalStorage<Set<Wait>>()

/** Does some work; `waits` are those of it that are not over. */
export function noteWaits<T>(work: () => Promise<T>): { promise: Promise<T>; waits: Set<Wait> } {
  const waits = new Set<Wait>()
  return { promise: noted.run(waits, work), waits }
}

/**
 * Waits until `look` gives something other than undefined, null or false, and resolves with it.
 * After `ms` it rejects and says what was seen last: the condition is the point, the time only ends
 * a test that would hang.
 */
export async function waitFor<T>(
  what: string,
  look: () => T | Promise<T>,
  ms = 30_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const until = Date.now() + ms
  const wait = { what }
  noted.getStore()?.add(wait)
  try {
    while (true) {
      const seen = await look()
      if (seen !== undefined && seen !== null && seen !== false) return seen as never
      if (Date.now() > until)
        throw new Error(`waited ${ms} ms for ${what}; saw ${JSON.stringify(seen)}`)
      await sleep(20)
    }
  } finally {
    noted.getStore()?.delete(wait)
  }
}
