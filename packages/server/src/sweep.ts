import { setTimeout as sleep } from 'node:timers/promises'
import type { Core } from './core.ts'
import { noticeSilence } from './runners/presence.ts'
import { settleUnconfirmedCancels } from './tasks/cancel.ts'

const EVERY_MS = 1_000

/** Finds, again and again until the signal, what only the passing of time brings about. */
export async function sweep(core: Core, upSince: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await noticeSilence(core, upSince)
      await settleUnconfirmedCancels(core)
    } catch (error) {
      core.log.error({ error }, 'a sweep failed; the next one tries again')
    }
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}
