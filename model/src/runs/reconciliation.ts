import type { Decisions } from './decisions.ts'
import { kill } from './keeper.ts'
import { ask, conclude, look, neverStarted, putBack, stop } from './run.ts'
import { numbersOf, type Step } from './step.ts'
import type { World } from './world.ts'

/** All that may happen between runner and keeper next. */
export function keeperLinkSteps({ runner, keeper }: World, d: Decisions, places: number): Step[] {
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
  if (held) return [fair('runner hears the keeper', (w) => hearKeeper(w, d, places))]
  return keeper === null ? [fair('runner sees the keeper gone', (w) => gone(w, d, places))] : []
}

function hearKeeper(w: World, d: Decisions, places: number): void {
  const held = w.runner!.heard.shift()!
  if (!Array.isArray(held)) {
    putBack(w, d, held.busy, places)
    return
  }
  w.runner!.keeper = 'greeted'
  reconcileAll(w, d, held, places)
}

function gone(w: World, d: Decisions, places: number): void {
  w.runner!.keeper = 'none'
  reconcileAll(w, d, null, places)
}

function reconcileAll(w: World, d: Decisions, held: number[] | null, places: number): void {
  const placed = numbersOf(w.runner!.runs, (run) => run?.phase === 'placed' && !run.givingUp)
  for (const i of placed) reconcile(w, d, i, held, places)
}

function reconcile(w: World, d: Decisions, i: number, held: number[] | null, places: number): void {
  look(w, d, i, places)
  const run = w.runner!.runs[i]
  if (!run) return
  const file = w.disk.files[i] ?? null
  const verdict = d.verdictOf({
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

/** What was left of a lost run is stopped. */
export function gaveUp(w: World, d: Decisions, i: number, places: number): void {
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

const fair = (name: string, take: Step['take']): Step => ({ name, kind: 'fair', take })
