import { readdirSync, readFileSync } from 'node:fs'
import { hasCode } from './error-code.ts'
import { type ProcessIdentity, type ProcessStat, readProcess } from './process-identity.ts'

/** Every process of a run carries this in its environment, also when it has left the group. */
export const RUN_ID_VARIABLE = 'MISSION_CONTROL_RUN_ID'

export interface RunProcesses {
  runId: string
  /** The run's first process, which leads its group; null when it isn't known. */
  leader: ProcessIdentity | null
}

/** The run's living processes that this user may signal. */
export function findProcesses({ runId, leader }: RunProcesses): ProcessStat[] {
  const all = new Map<number, ProcessStat>()
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!(pid > 1) || pid === process.pid) continue
    const stat = readProcess(pid)
    if (stat !== null) all.set(pid, stat)
  }
  const mark = Buffer.from(`\0${RUN_ID_VARIABLE}=${runId}\0`)
  const ours = new Map<number, boolean>()
  for (const stat of all.values()) {
    if (isLeader(stat, leader) || isMarked(stat.pid, mark)) ours.set(stat.pid, true)
  }
  // A group's number is not given out again while it has members: one known member vouches for all.
  const groupIsOurs =
    leader !== null && [...ours.keys()].some((pid) => all.get(pid)!.group === leader.pid)
  const belongs = (stat: ProcessStat): boolean => {
    const known = ours.get(stat.pid)
    if (known !== undefined) return known
    ours.set(stat.pid, false)
    const parent = all.get(stat.parent)
    const verdict =
      (groupIsOurs && stat.group === leader.pid) || (parent !== undefined && belongs(parent))
    ours.set(stat.pid, verdict)
    return verdict
  }
  return [...all.values()].filter((stat) => belongs(stat) && !stat.zombie && maySignal(stat.pid))
}

function isLeader(stat: ProcessStat, leader: ProcessIdentity | null): boolean {
  return stat.pid === leader?.pid && stat.startTime === leader.startTime
}

/** Another user's environment can't be read, a vanished process's neither: not ours to stop. */
function isMarked(pid: number, mark: Buffer): boolean {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`)
    const first = mark.subarray(1)
    return environment.includes(mark) || environment.subarray(0, first.length).equals(first)
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return false
    throw error
  }
}

function maySignal(pid: number): boolean {
  return signal(pid, 0)
}

/** False where there is nothing (any more) that this user may signal. */
export function signal(target: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(target, name)
  } catch (error) {
    if (hasCode(error, 'ESRCH', 'EPERM')) return false
    throw error
  }
}
