import type { UpgradePolicy } from '@mission-control/protocol'
import type { Hello } from '@mission-control/protocol/runner'
import { isOlder } from './is-older.ts'
import { type Hold, type KnownUpgrade, newUpgrade } from './known.ts'

/** How often to tell a runner to upgrade that comes back as it was each time without saying why. */
const MOST_TRIES = 10
/** How long a runner may take to come back, in ms. */
const BACK_WITHIN = 10 * 60_000
/** One in this many desktops is upgraded at a time, and at least one. */
const SHARE = 10

const TOO_OLD =
  'Its runner is too old to upgrade itself: run the line that it joined by once more on its machine, without the token.'
const INTERRUPTED = `It was begun ${MOST_TRIES} times, and each time something ended it.`
export const NOT_BACK = `Its runner was told to upgrade itself, and did not come back within ${BACK_WITHIN / 60_000} minutes.`

export interface AfterHello {
  /** null: the runner isn't older than the server. */
  upgrade: KnownUpgrade | null
  /** What has come of an attempt. */
  news: 'upgraded' | 'failed' | null
}

/** What is known about a desktop's upgrade once its runner has said hello. */
export function afterHello(
  known: KnownUpgrade | null,
  { runnerVersion, upgrade: said }: Pick<Hello, 'runnerVersion' | 'upgrade'>,
  to: string,
): AfterHello {
  // A version on trial connects again when it has passed, and only counts then.
  if (said?.trial) return { upgrade: known, news: null }
  if (!isOlder(runnerVersion, to)) {
    return { upgrade: null, news: known === null ? null : 'upgraded' }
  }
  const before = known ?? newUpgrade(to)
  const back = { ...before, offeredAt: null, hold: null }
  const obstacle = said === undefined ? TOO_OLD : said.obstacle
  if (said === undefined || obstacle !== null) {
    return { upgrade: { ...back, obstacle, asked: null, failure: null }, news: null }
  }
  const failure = failureOf(before, said, to)
  if (failure === null) return { upgrade: { ...back, obstacle, failure }, news: null }
  const isNews = failure !== before.failure
  return { upgrade: { ...back, obstacle, asked: null, failure }, news: isNews ? 'failed' : null }
}

function failureOf(
  { asked, offeredAt, tries }: KnownUpgrade,
  { failed }: NonNullable<Hello['upgrade']>,
  to: string,
): string | null {
  // Whether the failure is an earlier attempt's, from before somebody asked for another.
  const isPast = asked !== null && offeredAt === null
  if (failed?.version === to && !isPast) return failed.message
  return tries >= MOST_TRIES ? INTERRUPTED : null
}

/** A desktop whose runner is older than the server. */
export interface Candidate {
  id: string
  connected: boolean
  /** The desktop has runs that haven't ended. */
  busy: boolean
  policy: UpgradePolicy
  upgrade: KnownUpgrade
  /** How long ago the runner was told, in ms; 0: it wasn't. */
  offeredFor: number
}

export interface Plan {
  /** The desktops whose runners are told now. */
  offer: string[]
  /** The desktops whose runners were told, and haven't come back in time. */
  late: string[]
  /** What each other desktop waits for. */
  holds: Map<string, Hold | null>
}

/**
 * Which of a workspace's desktops are upgraded now: those that somebody asked for first, then the oldest.
 * After a failure no upgrade begins by itself, but those that somebody asks for do. `fleet`: how many
 * desktops there are.
 */
export function planUpgrades(candidates: readonly Candidate[], fleet: number): Plan {
  const plan: Plan = { offer: [], late: [], holds: new Map() }
  for (const { id, offeredFor } of candidates) if (offeredFor > BACK_WITHIN) plan.late.push(id)
  const hasFailed = ({ id, policy, upgrade }: Candidate) =>
    policy !== 'off' && (upgrade.failure !== null || plan.late.includes(id))
  const isStopped = candidates.some(hasFailed)
  const underWay = candidates.filter(
    ({ id, upgrade }) => upgrade.offeredAt !== null && !plan.late.includes(id),
  )
  let room = Math.max(1, Math.floor(fleet / SHARE)) - underWay.length
  const wanted = candidates.filter(isWanted)
  const asked = wanted.filter(({ upgrade }) => upgrade.asked !== null)
  const others = wanted.filter(({ upgrade }) => upgrade.asked === null)
  for (const candidate of [...asked, ...others]) {
    const hold = holdOf(candidate, isStopped) ?? (room > 0 ? null : 'turn')
    plan.holds.set(candidate.id, hold)
    if (hold !== null) continue
    plan.offer.push(candidate.id)
    room--
  }
  return plan
}

function isWanted({ policy, upgrade }: Candidate): boolean {
  if (upgrade.offeredAt !== null || upgrade.obstacle !== null) return false
  return upgrade.asked !== null || (policy === 'auto' && upgrade.failure === null)
}

function holdOf({ connected, busy, upgrade }: Candidate, isStopped: boolean): Hold | null {
  if (!connected) return 'away'
  if (isStopped && upgrade.asked === null) return 'stopped'
  return busy && upgrade.asked !== 'now' ? 'runs' : null
}
