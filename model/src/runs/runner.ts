import type { JournalState } from '@mission-control/runner/decisions'
import type { Decisions } from './decisions.ts'
import { hear } from './orders.ts'
import { gaveUp, keeperLinkSteps } from './reconciliation.ts'
import {
  admit,
  conclude,
  look,
  neverStarted,
  newRun,
  open,
  removeRest,
  sayQueued,
  silence,
} from './run.ts'
import { numbersOf, type Setting, type Step } from './step.ts'
import { nameOf, numberOf, type Runner, type RunnerRun, type World } from './world.ts'

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

function connect(w: World): void {
  const { runner, link } = w
  if (link.serverOpen) w.old = link.up
  const runs = numbersOf(runner!.runs, (run) => run !== null)
  const hello = { t: 'hello', last: runner!.highest, runs } as const
  w.server.session = null
  w.link = { cut: false, runnerOpen: true, serverOpen: true, up: [hello], down: [] }
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

function lineOf({ dispatch, boot }: RunnerRun, i: number) {
  const names = { runId: nameOf(i), taskId: '', desktopId: '', bootId: `${boot}` }
  return { t: 'start', ...names, dispatch, outputLimit: 1, at: 0, command: '' } as const
}
