import { setTimeout as sleep } from 'node:timers/promises'
import { reconsiderVotes } from './approvals/reconsider.ts'
import { remindOfApprovals } from './approvals/remind.ts'
import { endExpiredSessions } from './auth/sessions.ts'
import type { SignInOptions } from './auth/sign-in-options.ts'
import { advanceStalled } from './chat/advance.ts'
import type { Core } from './core.ts'
import { endTasksOfRemoved } from './desktops/end-tasks.ts'
import type { LoadDownloads } from './join/load-downloads.ts'
import { Lease } from './lease.ts'
import { forgetMetrics } from './metrics/forget.ts'
import { removeWorkspaces } from './people/delete-workspace.ts'
import { denyOverdue } from './permissions/time-out.ts'
import { DateCheck } from './retention/date-check.ts'
import { DAY } from './retention/day.ts'
import { forgetOld, type Retention } from './retention/forget.ts'
import { removeDeleted } from './retention/remove-deleted.ts'
import { noticeSilence } from './runners/presence.ts'
import { LOOK_EVERY, momentNow, Stopwatch } from './stopwatch.ts'
import { latestSeen } from './store/desktops.ts'
import { endUnconfirmedCancels } from './tasks/cancel.ts'
import { keepCounts } from './tasks/keep-counts.ts'
import { lookAtUpgrades } from './upgrades/look.ts'

/** How much of each second may go into each kind of large work, in ms. */
const FORGET_FOR = 200

export interface SweepOptions {
  /** ms after which the tasks of a desktop that stays away fail; 0: never. */
  lostAfter: number
  retention: Retention
  signIn: Pick<SignInOptions, 'mail' | 'publicUrl'>
  /** The package that older runners are upgraded to. */
  downloads: LoadDownloads
}

/** Finds, again and again until the signal, what only the passing of time brings about. */
export async function sweep(
  core: Core,
  signal: AbortSignal,
  { lostAfter, retention, signIn, downloads }: SweepOptions,
): Promise<void> {
  const lease = new Lease(core, 'sweep')
  const upgrades = lookAtUpgrades(core, downloads)
  const remind = remindOfApprovals(core, signIn)
  let watch: Watch | undefined
  while (!signal.aborted) {
    try {
      await core.storage.tryAgain(core.store)
      // Everything below writes.
      if (core.storage.refusal) continue
      // Only one of the servers that share the database sweeps.
      if (!(await lease.isHeld())) {
        watch = undefined
        continue
      }
      // This comes first: a desktop that comes back would put the new date on record.
      watch ??= await beginWatch(core, lease)
      await noticeSilence(core, watch.silence, lostAfter)
      await endUnconfirmedCancels(core, watch.cancels)
      await denyOverdue(core)
      await reconsiderVotes(core)
      await remind()
      await advanceStalled(core)
      await upgrades(watch.offers)
      await endExpiredSessions(core)
      await endTasksOfRemoved(core, FORGET_FOR)
      await removeWorkspaces(core, FORGET_FOR)
      await removeDeleted(core, FORGET_FOR)
      await keepCounts(core, FORGET_FOR)
      if (watch.dates.isProven(momentOf(core))) {
        await forgetMetrics(core)
        await forgetOld(core, retention, FORGET_FOR)
      }
    } catch (error) {
      core.log.error({ error }, 'a sweep failed; the next one tries again')
    } finally {
      await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined)
    }
  }
  await lease.giveUp()
}

/** How this server measures time, from the moment that it holds the lease. */
interface Watch {
  dates: DateCheck
  silence: Stopwatch
  cancels: Stopwatch
  offers: Stopwatch
}

async function beginWatch(core: Core, { held }: Lease): Promise<Watch> {
  const [silence, cancels, offers] = [new Stopwatch(held), new Stopwatch(held), new Stopwatch(held)]
  return { dates: await checkDates(core), silence, cancels, offers }
}

/** What is too old is so by the servers' common clock. */
const momentOf = ({ now }: Core) => ({ ...momentNow(), date: now() })

async function checkDates(core: Core): Promise<DateCheck> {
  const { store, log } = core
  const now = momentOf(core)
  return new DateCheck((await latestSeen(store.db)) ?? now.date, now, (jump) => {
    const days = Math.round(jump / DAY)
    log.warn({ days }, 'the date has jumped ahead: for a day nothing is deleted for its age')
  })
}
