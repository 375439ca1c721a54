import { OUTPUT_START, type RunEnd } from '@mission-control/protocol/runner'
import type { Decisions } from './decisions.ts'
import { kill } from './keeper.ts'
import { nameOf, numberOf, type Runner, type RunnerRun, type Up, type World } from './world.ts'

// What the runner does with one run, as `runs.ts` and `report.ts` do it.

export function newRun(dispatch: number, boot: number): RunnerRun {
  return {
    dispatch,
    boot,
    phase: 'journalling',
    cancelled: false,
    discarded: false,
    started: false,
    ended: null,
    askedAgain: false,
    givingUp: null,
    report: { on: false, seq: 0, stdout: 0, queued: false, started: false, ended: false },
  }
}

export const neverStarted = { kind: 'signaled', signal: 'SIGTERM' } as const

/** Reads what the disk says of it, and passes it on. */
export function look(w: World, d: Decisions, i: number, places: number): void {
  const run = w.runner!.runs[i]!
  const file = w.disk.files[i]
  if (run.ended === null && file) {
    run.started = file.started
    run.ended = file.end
  }
  advance(w, d, i)
  if (run.ended !== null && run.phase !== 'over') over(w, d, i, places)
}

/** Its end is known. */
export function over(w: World, d: Decisions, i: number, places: number): void {
  const run = w.runner!.runs[i]!
  run.phase = 'over'
  advance(w, d, i)
  if (run.discarded) remove(w, i)
  admit(w, d, places)
}

/** Ends what has no end of its own; on disk too, so that it stays so. */
export function conclude(w: World, d: Decisions, i: number, end: RunEnd, places: number): void {
  const run = w.runner!.runs[i]!
  run.ended = end
  w.disk.files[i] ??= { started: false, end: null }
  w.disk.files[i]!.end = end
  over(w, d, i, places)
}

export function stop(w: World, i: number): void {
  const runner = w.runner!
  if (runner.keeper === 'greeted') w.keeper?.inbox.push({ t: 'kill', i })
  else if (runner.runs[i]!.phase === 'over') kill(w, i)
  else open(runner, false)
}

/**
 * Nothing is left to be said about it. Two writes, between which the runner may be killed: the files
 * go last, because a run that the journal still names and of which no file is left is started.
 */
export function remove(w: World, i: number): void {
  const runner = w.runner!
  runner.runs[i] = null
  runner.removing.push(i)
  const isLive = w.disk.journal.some((line) => 'taskId' in line && line.runId === nameOf(i))
  if (isLive) w.disk.journal.push({ t: 'forget', runId: nameOf(i) })
}

export function removeRest(w: World): void {
  const i = w.runner!.removing.shift()!
  w.disk.files[i] = null
  w.disk.spools[i] = ''
}

export function startReport(w: World, d: Decisions, i: number, seq: number, stdout: number): void {
  const run = w.runner!.runs[i]!
  const on = w.link.runnerOpen
  run.report = { on, seq, stdout, queued: false, started: false, ended: false }
  if (run.phase === 'waiting') sayQueued(w, i)
  else advance(w, d, i)
}

export function sayQueued(w: World, i: number): void {
  const { report } = w.runner!.runs[i]!
  if (!report.on || report.queued) return
  report.queued = true
  say(w, { t: 'queued', i })
}

export function silence({ report }: RunnerRun): void {
  Object.assign(report, { on: false, queued: false, started: false, ended: false })
}

/** Says whatever is due. */
function advance(w: World, d: Decisions, i: number): void {
  const run = w.runner!.runs[i]!
  const { report, started, ended } = run
  if (!report.on || report.ended || (!started && ended === null)) return
  const sayStarted = () => {
    if (!report.started && started) say(w, { t: 'started', i })
    report.started ||= started
  }
  const chunks = new d.Chunks({ ...OUTPUT_START, seq: report.seq, stdout: report.stdout })
  const data = new TextEncoder().encode(w.disk.spools[i])
  const printed = data.length > 0 ? chunks.of([{ stream: 'stdout', at: 0, data }]) : []
  for (const { seq, offset, data } of printed) {
    sayStarted()
    say(w, { t: 'output', i, seq, offset, text: new TextDecoder().decode(data) })
  }
  report.seq = chunks.position.seq
  report.stdout = chunks.position.stdout
  sayStarted()
  if (ended === null) return
  report.ended = true
  say(w, { t: 'ended', i, seq: report.seq, end: ended })
}

function say({ link }: World, message: Up): void {
  if (!link.cut) link.up.push(message)
}

/** The next ones whose turn it is get their places, by the real queue. */
export function admit(w: World, d: Decisions, places: number): void {
  const runner = w.runner!
  const queue = new d.Queue<{ runId: string; dispatch: number }>(places)
  runner.runs.forEach((run, i) => {
    if (run?.phase === 'placed') queue.place(nameOf(i))
    if (run?.phase === 'waiting') queue.add({ runId: nameOf(i), dispatch: run.dispatch })
  })
  for (let next = queue.next(); next !== null; next = queue.next()) {
    const i = numberOf(next.runId)
    runner.runs[i]!.phase = 'placed'
    ask(w, i)
  }
}

/** The keeper could not start it for want of something, and has kept nothing of it. */
export function putBack(w: World, d: Decisions, i: number, places: number): void {
  const run = w.runner!.runs[i]
  if (run?.phase !== 'placed' || w.disk.files[i]) return
  if (run.cancelled) {
    conclude(w, d, i, neverStarted, places)
    return
  }
  run.phase = 'waiting'
  sayQueued(w, i)
  // How long it waits is nothing to this world.
  admit(w, d, places)
}

export function ask({ runner, keeper }: World, i: number): void {
  if (runner!.keeper === 'greeted') keeper?.inbox.push({ t: 'start', i })
  else open(runner!, true)
}

export function open(runner: Runner, mayLaunch: boolean): void {
  if (runner.keeper !== 'none') return
  runner.keeper = 'opening'
  runner.mayLaunch = mayLaunch
}
