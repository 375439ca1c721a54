import { setTimeout as sleep } from 'node:timers/promises'
import { refusalOf } from './store/refusal.ts'

/** Between attempts to do what the disk has refused, in ms. */
export const TRY_AGAIN_MS = 1_000

/**
 * Takes the steps one after another. If the disk refuses one, this resolves all the same, and the
 * remaining steps are taken once the disk accepts writes.
 */
export async function inOrder(
  steps: (() => Promise<unknown>)[],
  signal: AbortSignal,
): Promise<{ rest: Promise<void> }> {
  const left = [...steps]
  const go = async () => {
    for (let next = left[0]; next !== undefined && !signal.aborted; next = left[0]) {
      await next()
      left.shift()
    }
  }
  const goOn = async (): Promise<void> => {
    while (left.length > 0 && !signal.aborted) {
      await sleep(TRY_AGAIN_MS, undefined, { signal }).catch(() => null)
      await go().catch(unlessRefused)
    }
  }
  await go().catch(unlessRefused)
  return { rest: goOn() }
}

function unlessRefused(error: unknown): void {
  if (!refusalOf(error)) throw error
}
