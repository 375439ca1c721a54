import type { JournalState } from '@mission-control/runner/decisions'
import type { Decisions } from './decisions.ts'
import { kill } from './keeper.ts'
import {
  admit,
  ask,
  conclude,
  look,
  open,
  over,
  remove,
  removeRest,
  sayQueued,
  silence,
  startReport,
  stop,
} from './run.ts'
import { numbersOf, type Setting, type Step } from './step.ts'
import { type Down, nameOf, numberOf, type Runner, type RunnerRun, type World } from './world.ts'

/** All that may happen in the runner next. */
export function runnerSteps(world: World, { decisions: d, places }: Setting): Step[] {
  const { runner, link, old, disk } = world
  if (runner === null) return [fair('runner starts', (w) => startRunner(w, d, places))]
  // Nothing comes between the two, other than a fault.
  if (runner.removing.length > 0) return [fair('runner goes on removing', removeRest)]
  const steps: Step[] = []
  if (!link.runnerOpen && world.server.up && (old === null || !link.serverOpen)) {
    steps.push(fair('runner connects', connect))
  }
  if (link.runnerOpen && link.cut) {
    steps.push(
      fair('runner sees the cut', (w) => {
        w.link.runnerOpen = false
        w.link.down = []
        for (const run of w.runner!.runs) if (run) silence(run)
      }),
    )
  }
  const [first] = link.down
  if (link.runnerOpen && first) {
    const name = `runner hears ${first.t}${'i' in first ? ` ${first.i}` : ''}`
    steps.push(fair(name, (w) => hear(w, d, places)))
  }
  runner.runs.forEach((run, i) => {
    if (run) steps.push(...runSteps(world, run, i, d, places))
  })
  const unsynced = disk.journal.length > disk.synced
  if (unsynced && runner.runs.every((run) => run?.phase !== 'journalling')) {
    const sync = (w: World) => {
      w.disk.synced = w.disk.journal.length
    }
    steps.push({ name: 'the journal reaches the disk', kind: 'choice', take: sync })
  }
  return [...steps, ...keeperLinkSteps(world, d, places)]
}

const fair = (name: string, take: Step['take']): Step => ({ name, kind: 'fair', take })

function runSteps(
  { disk, runner }: World,
  run: RunnerRun,
  i: number,
  d: Decisions,
  places: number,
): Step[] {
  if (run.phase === 'journalling') {
    // In the order in which they came.
    const isNext = !runner!.runs.some(
      (other) => other?.phase === 'journalling' && other.dispatch < run.dispatch,
    )
    if (!isNext) return []
    const isWritten = disk.journal.some((line) => 'taskId' in line && line.runId === nameOf(i))
    const write = (w: World) => void w.disk.journal.push(lineOf(run, i))
    if (!isWritten) return [fair(`runner journals ${i}`, write)]
    return [fair(`the journal has ${i} durably`, (w) => journalled(w, d, i, places))]
  }
  const steps: Step[] = []
  if (run.phase === 'placed') {
    steps.push(fair(`runner looks at ${i}`, (w) => look(w, d, i, places)))
    if (runner!.keeper === 'none') {
      steps.push(fair('runner looks for the keeper', (w) => open(w.runner!, false)))
    }
  }
  if (run.givingUp) {
    steps.push(fair(`what is left of ${i} is stopped`, (w) => gaveUp(w, d, i, places)))
  }
  return steps
}

function lineOf({ dispatch, boot }: RunnerRun, i: number) {
  const names = { runId: nameOf(i), taskId: '', desktopId: '', bootId: `${boot}` }
  return { t: 'start', ...names, dispatch, outputLimit: 1, at: 0, command: '' } as const
}

function startRunner(w: World, d: Decisions, places: number): void {
  const { disk } = w
  const state: JournalState = { highest: 0, live: new Map() }
  for (const line of disk.journal) d.apply(state, line)
  disk.journal = d.compact(state)
  disk.synced = disk.journal.length
  const runner: Runner = {
    highest: state.highest,
    runs: disk.files.map(() => null),
    keeper: 'none',
    mayLaunch: false,
    heard: [],
    removing: [],
  }
  w.runner = runner
  const named = new Set([...state.live.keys()].map(numberOf))
  for (const i of numbersOf(disk.files, (_, i) => !named.has(i))) {
    disk.files[i] = null
    disk.spools[i] = ''
  }
  for (const line of state.live.values()) {
    const i = numberOf(line.runId)
    const boot = Number(line.bootId)
    const run = newRun(line.dispatch, boot)
    runner.runs[i] = run
    const file = disk.files[i] ?? null
    run.started = file?.started ?? false
    run.ended = file?.end ?? null
    const ended = run.ended !== null
    run.phase = d.phaseOf({ claimed: file !== null, ended, sameBoot: boot === disk.boot })
  }
  if (runner.runs.some((run) => run?.phase === 'placed')) open(runner, false)
  admit(w, d, places)
}

function newRun(dispatch: number, boot: number): RunnerRun {
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

function connect(w: World): void {
  const { runner, link } = w
  if (link.serverOpen) w.old = link.up
  const runs = numbersOf(runner!.runs, (run) => run !== null)
  const hello = { t: 'hello', last: runner!.highest, runs } as const
  w.server.session = null
  w.link = { cut: false, runnerOpen: true, serverOpen: true, up: [hello], down: [] }
}

function hear(w: World, d: Decisions, places: number): void {
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

function journalled(w: World, d: Decisions, i: number, places: number): void {
  w.disk.synced = w.disk.journal.length
  const run = w.runner!.runs[i]!
  if (run.cancelled) {
    conclude(w, d, i, neverStarted, places)
    return
  }
  run.phase = 'waiting'
  admit(w, d, places)
  if (w.runner!.runs[i]?.phase === 'waiting') sayQueued(w, i)
}

const neverStarted = { kind: 'signaled', signal: 'SIGTERM' } as const

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

function gaveUp(w: World, d: Decisions, i: number, places: number): void {
  const run = w.runner!.runs[i]!
  const code = run.givingUp!
  run.givingUp = null
  if (code !== 'desktop_restarted') {
    kill(w, i)
    look(w, d, i, places)
    if (w.runner!.runs[i]?.ended !== null) return
  }
  conclude(w, d, i, { kind: 'failed', code, message: '' }, places)
}

function keeperLinkSteps({ runner, keeper }: World, d: Decisions, places: number): Step[] {
  const link = runner!.keeper
  if (link === 'none') return []
  if (link === 'opening') {
    // The keeper first takes all that an earlier runner has asked for.
    const isFree = keeper !== null && keeper.inbox.length === 0 && keeper.starting === null
    if (keeper !== null && !isFree) return []
    if (keeper !== null) {
      const connected = (w: World) => {
        w.runner!.keeper = 'connected'
        w.runner!.heard = [[...w.keeper!.held]]
      }
      return [fair('runner reaches the keeper', connected)]
    }
    if (!runner!.mayLaunch) return [fair('no keeper lives', (w) => gone(w, d, places))]
    const launch = (w: World) => {
      w.keeper = { held: [], starting: null, inbox: [] }
    }
    return [fair('runner launches a keeper', launch)]
  }
  const [held] = runner!.heard
  if (held) return [fair('runner hears what the keeper holds', (w) => hearKeeper(w, d, places))]
  return keeper === null ? [fair('runner sees the keeper gone', (w) => gone(w, d, places))] : []
}

function hearKeeper(w: World, d: Decisions, places: number): void {
  const held = w.runner!.heard.shift()!
  w.runner!.keeper = 'greeted'
  settleAll(w, d, held, places)
}

function gone(w: World, d: Decisions, places: number): void {
  w.runner!.keeper = 'none'
  settleAll(w, d, null, places)
}

function settleAll(w: World, d: Decisions, held: number[] | null, places: number): void {
  const placed = numbersOf(w.runner!.runs, (run) => run?.phase === 'placed' && !run.givingUp)
  for (const i of placed) settle(w, d, i, held, places)
}

function settle(w: World, d: Decisions, i: number, held: number[] | null, places: number): void {
  look(w, d, i, places)
  const run = w.runner!.runs[i]
  if (!run) return
  const file = w.disk.files[i] ?? null
  const verdict = d.judge({
    claimed: file !== null,
    started: run.started,
    ended: run.ended !== null,
    sameBoot: run.boot === w.disk.boot,
    held: held?.includes(i) ?? false,
  })
  const { cancelled, askedAgain } = run
  const action = d.actionOn(verdict, { cancelled, keeperSpoke: held !== null, askedAgain })
  if (action === 'nothing') return
  if (action === 'stop') stop(w, i)
  else if (action === 'start') ask(w, i)
  else if (action === 'never_start') conclude(w, d, i, neverStarted, places)
  else if (action === 'ask_again') {
    run.askedAgain = true
    w.keeper?.inbox.push({ t: 'list' })
  } else run.givingUp = action
}
