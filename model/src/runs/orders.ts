import type { Decisions } from './decisions.ts'
import { conclude, neverStarted, newRun, over, remove, silence, startReport, stop } from './run.ts'
import type { Down, World } from './world.ts'

/** The runner hears what the server has said first. */
export function hear(w: World, d: Decisions, places: number): void {
  const message = w.link.down.shift()!
  if (message.t === 'welcome') {
    welcome(w, d, message)
    return
  }
  const { i } = message
  const run = w.runner!.runs[i]
  if (message.t === 'start') start(w, d, message)
  else if (!run) return
  else if (message.t === 'cancel') cancel(w, d, i, places)
  else if (message.t === 'discard') discard(w, d, i, places)
  else if (d.mayForget(run.phase)) remove(w, i)
}

function welcome(w: World, d: Decisions, { known }: Extract<Down, { t: 'welcome' }>): void {
  w.runner!.runs.forEach((run, i) => {
    if (!run || run.discarded) return
    const stored = known.find((each) => each.i === i)
    startReport(w, d, i, stored?.seq ?? 0, stored?.stdout ?? 0)
  })
}

function start(w: World, d: Decisions, { i, dispatch }: { i: number; dispatch: number }): void {
  const runner = w.runner!
  const accepted = d.acceptance(runner.runs[i] !== null, dispatch, runner.highest)
  if (accepted === 'ignore') return
  const run = newRun(dispatch, w.disk.boot)
  runner.runs[i] = run
  startReport(w, d, i, 0, 0)
  if (accepted === 'accept') {
    runner.highest = Math.max(runner.highest, dispatch)
    return
  }
  run.ended = { kind: 'failed', code: 'start_unknown', message: '' }
  over(w, d, i, 1)
}

function cancel(w: World, d: Decisions, i: number, places: number): void {
  const run = w.runner!.runs[i]!
  run.cancelled = true
  const how = d.cancelIn(run.phase)
  if (how === 'later') return
  if (how === 'withdraw') {
    if (w.disk.files[i] === null) {
      conclude(w, d, i, neverStarted, places)
      return
    }
    run.phase = 'placed'
  }
  stop(w, i)
}

function discard(w: World, d: Decisions, i: number, places: number): void {
  const run = w.runner!.runs[i]!
  if (run.discarded) return
  run.discarded = true
  silence(run)
  const wasOver = run.phase === 'over'
  cancel(w, d, i, places)
  if (wasOver) remove(w, i)
}
