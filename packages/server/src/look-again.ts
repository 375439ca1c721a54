import type { Core } from './core.ts'

/** What the bus has lost is found in the store after this long at the latest, in ms. */
export const LOOK_AGAIN = 3_000

/** Looks again and again, until the returned function is called, at what the bus tells only sooner. */
export function lookAgain({ log }: Pick<Core, 'log'>, look: () => Promise<unknown>): () => void {
  let isLooking = false
  const timer = setInterval(() => {
    if (isLooking) return
    isLooking = true
    look()
      .catch((error) => log.warn({ error }, 'could not look again at what was told'))
      .finally(() => {
        isLooking = false
      })
  }, LOOK_AGAIN).unref()
  return () => clearInterval(timer)
}
