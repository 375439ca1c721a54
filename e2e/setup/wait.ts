import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

/** One that is not over. */
export interface Wait {
  what: string
  since: Date
}

const noted = new AsyncLocalStorage<Set<Wait>>()

/** Does some work; `waits` are those of it that are not over. */
export function noteWaits<T>(work: () => Promise<T>): { promise: Promise<T>; waits: Set<Wait> } {
  const waits = new Set<Wait>()
  return { promise: noted.run(waits, work), waits }
}

/** ms between two looks: a tenth of the time that it has taken already, so that a long wait takes no processor. */
const LOOK_EVERY = { least: 20, most: 100 }

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
  return await note(what, async () => {
    const begun = performance.now()
    while (true) {
      const seen = await look()
      if (seen !== undefined && seen !== null && seen !== false) return seen as never
      const waited = performance.now() - begun
      if (waited > ms) throw new Error(`waited ${ms} ms for ${what}; saw ${JSON.stringify(seen)}`)
      await sleep(Math.min(Math.max(LOOK_EVERY.least, waited / 10), LOOK_EVERY.most))
    }
  })
}

/** Does what may take `ms`. After that its signal aborts, and this rejects with what it was and since when. */
export async function doWithin<T>(
  what: string,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return await note(what, async (wait) => {
    const late = new AbortController()
    const { promise, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      const error = new Error(`not over after ${ms} ms: ${told(wait)}`)
      late.abort(error)
      reject(error)
    }, ms)
    try {
      return await Promise.race([work(late.signal), promise])
    } finally {
      clearTimeout(timer)
    }
  })
}

/** What is waited for, and since when. */
export function told({ what, since }: Wait): string {
  return `${what}, since ${since.toISOString()}`
}

async function note<T>(what: string, work: (wait: Wait) => Promise<T>): Promise<T> {
  const wait = { what, since: new Date() }
  const waits = noted.getStore()
  waits?.add(wait)
  try {
    return await work(wait)
  } finally {
    waits?.delete(wait)
  }
}
