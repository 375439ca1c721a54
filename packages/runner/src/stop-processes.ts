import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { isShortage } from './error-code.ts'
import { type ProcessIdentity, type ProcessStat, readProcess } from './process-identity.ts'
import { findProcesses, type RunProcesses, signal } from './process-tree.ts'

/** How long a run may take to tidy up, where nobody says otherwise. */
export const DEFAULT_GRACE_MS = 5_000
/** A long grace is not worth a look at every process four times a second. */
const LONGEST_PAUSE_MS = 500

export interface StopOptions {
  /** How long a run may take to tidy up after its TERM before it is killed. */
  graceMs?: number | undefined
  /** How long to go on after that: a process in uninterruptible sleep follows no signal. */
  giveUpAfterMs?: number
}

/**
 * Stops everything that belongs to the run. TERM goes once, to each process that is there now; what
 * their handlers start is left alone until the grace is over. Then KILL goes to whatever there is,
 * until two looks in a row find nothing. True when nothing was left.
 *
 * A process escapes when it belongs to another user, or when it was started with an empty
 * environment, left the group and outlived its parent.
 */
export async function stopProcesses(
  run: RunProcesses,
  { graceMs = DEFAULT_GRACE_MS, giveUpAfterMs = 60_000 }: StopOptions = {},
): Promise<boolean> {
  const begun = performance.now()
  const term = graceMs > 0 ? new Term(run.leader) : null
  let empty = 0
  for (let pause = 10; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const left = begun + graceMs - performance.now()
    if (left < -giveUpAfterMs) return false
    const found = look(run)
    if (found === null) {
      await delay(pause)
      continue
    }
    empty = found.length === 0 ? empty + 1 : 0
    if (empty === 2) return true
    if (left > 0) term?.tell(found)
    else signalGroups(found, run.leader, 'SIGKILL')
    await delay(empty > 0 ? 5 : left > 0 ? Math.min(pause, left) : pause)
  }
}

/** Null: this process has too few descriptors for it now. */
function look(run: RunProcesses): ProcessStat[] | null {
  try {
    return findProcesses(run)
  } catch (error) {
    if (isShortage(error)) return null
    throw error
  }
}

/**
 * Sends TERM to every process that existed when it was first sent. A look may miss a process that
 * is just being born.
 */
class Term {
  readonly #leader: ProcessIdentity | null
  readonly #told = new Set<string>()
  readonly #groups = new Set<number>()
  #at = -1

  constructor(leader: ProcessIdentity | null) {
    this.#leader = leader
  }

  tell(found: ProcessStat[]): void {
    const isFirst = this.#at < 0
    if (isFirst) this.#at = ticksSinceBoot()
    const due = isFirst ? found : found.filter((process) => this.#wasMissed(process))
    signalGroups(due, this.#leader, 'SIGTERM')
    for (const process of due) {
      this.#told.add(keyOf(process))
      this.#groups.add(process.group)
    }
  }

  /** The kernel signals a whole group at one moment, including members that we had not seen. */
  #wasMissed(process: ProcessStat): boolean {
    if (process.startTime >= this.#at || this.#told.has(keyOf(process))) return false
    return !this.#groups.has(process.group)
  }
}

/**
 * Group by group, so that none of them has time for its next command; the leader's is the first. All
 * members of a group are the run's, because it began a session of its own; only this process may be
 * one of the run itself, and spares its own group that.
 */
function signalGroups(
  found: ProcessStat[],
  leader: ProcessIdentity | null,
  name: 'SIGTERM' | 'SIGKILL',
): void {
  const own = readProcess(process.pid)?.group
  // To `kill`, -1 means everybody, and 0, a group of another container, means our own.
  const isOurs = ({ group }: ProcessStat) => group > 1 && group !== own
  const groups = new Set(found.filter(isOurs).map(({ group }) => group))
  if (leader !== null && groups.delete(leader.pid)) signal(-leader.pid, name)
  for (const group of groups) signal(-group, name)
  for (const stat of found) if (!isOurs(stat)) signal(stat.pid, name)
}

/** By the clock of processes' start times, which has 100 ticks a second. */
function ticksSinceBoot(): number {
  return Math.floor(Number.parseFloat(readFileSync('/proc/uptime', 'latin1')) * 100 + 0.001)
}

const keyOf = ({ pid, startTime }: ProcessIdentity) => `${pid}:${startTime}`
