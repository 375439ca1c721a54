import { setTimeout as sleep } from 'node:timers/promises'
import { endExpiredSessions } from './auth/sessions.ts'
import type { Core } from './core.ts'
import { forgetMetrics } from './metrics/forget.ts'
import { denyOverdue } from './permissions/time-out.ts'
import { noticeSilence } from './runners/presence.ts'
import { settleUnconfirmedCancels } from './tasks/cancel.ts'

const EVERY_MS = 1_000
/** A look that comes so much too late means that this process was suspended, in ms. */
const SUSPENDED_MS = 5_000

/** Finds, again and again until the signal, what only the passing of time brings about. */
export async function sweep(core: Core, signal: AbortSignal): Promise<void> {
  let listeningSince = core.now()
  let looked = listeningSince
  while (!signal.aborted) {
    const now = core.now()
    if (now - looked > EVERY_MS + SUSPENDED_MS) listeningSince = now
    looked = now
    try {
      await noticeSilence(core, listeningSince)
      await settleUnconfirmedCancels(core)
      await denyOverdue(core)
      await endExpiredSessions(core)
      await forgetMetrics(core)
    } catch (error) {
      core.log.error({ error }, 'a sweep failed; the next one tries again')
    }
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}
