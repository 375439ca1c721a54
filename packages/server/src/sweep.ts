import { setTimeout as sleep } from 'node:timers/promises'
import { endExpiredSessions } from './auth/sessions.ts'
import { advanceStalled } from './chat/advance.ts'
import type { Core } from './core.ts'
import { forgetMetrics } from './metrics/forget.ts'
import { denyOverdue } from './permissions/time-out.ts'
import { forgetOld, type Retention } from './retention/forget.ts'
import { noticeSilence } from './runners/presence.ts'
import { LOOK_EVERY, Stopwatch } from './stopwatch.ts'
import { settleUnconfirmedCancels } from './tasks/cancel.ts'

/** Of each second so much at most goes into forgetting, in ms. */
const FORGET_FOR = 200

export interface SweepOptions {
  /** ms after which the tasks of a desktop that stays away fail; 0: never. */
  lostAfter: number
  retention: Retention
}

/** Finds, again and again until the signal, what only the passing of time brings about. */
export async function sweep(
  core: Core,
  signal: AbortSignal,
  { lostAfter, retention }: SweepOptions,
): Promise<void> {
  const silence = new Stopwatch()
  const cancels = new Stopwatch()
  while (!signal.aborted) {
    try {
      await noticeSilence(core, silence, lostAfter)
      await settleUnconfirmedCancels(core, cancels)
      await denyOverdue(core)
      await advanceStalled(core)
      await endExpiredSessions(core)
      await forgetMetrics(core)
      await forgetOld(core, retention, FORGET_FOR)
    } catch (error) {
      core.log.error({ error }, 'a sweep failed; the next one tries again')
    }
    await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined)
  }
}
