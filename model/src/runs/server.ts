import type { TaskAction } from '@mission-control/protocol'
import { OUTPUT_START, type RunEnd } from '@mission-control/protocol/runner'
import type { Decisions } from './decisions.ts'
import { numbersOf, type Setting, type Step } from './step.ts'
import { type Down, nameOf, type ServerRun, type Task, type Up, type World } from './world.ts'

const LOST: RunEnd = { kind: 'failed', code: 'start_unknown', message: '' }

/** All that may happen in the server next. Each step is one transaction with what is said after it. */
export function serverSteps(world: World, { decisions, wishes }: Setting): Step[] {
  const { server, link, old } = world
  if (!server.up) return [fair('server starts', (w) => startServer(w))]
  const steps: Step[] = []
  for (const i of numbersOf(server.tasks, (task) => task?.status === 'pending')) {
    steps.push(fair(`run ${i} is accepted`, (w) => accept(w, decisions, i)))
  }
  const { session } = server
  if (session?.read) steps.push(fair('server sends what waits', sendWaiting))
  else if (session && waiting(world).length > 0) {
    steps.push(
      fair('server reads what waits', (w) => {
        w.server.session!.read = waiting(w)
      }),
    )
  } else if (session && session.cancels.length > 0) {
    const send = (w: World) => tell(w, { t: 'cancel', i: w.server.session!.cancels.shift()! })
    steps.push(fair('server passes a cancel on', send))
  }
  const [first] = link.up
  if (link.serverOpen && first && (first.t !== 'hello' || old === null)) {
    steps.push(fair(`server takes ${say(first)}`, (w) => takeFirst(w, decisions)))
  }
  if (link.serverOpen && link.cut) steps.push(fair('server sees the cut', closeServerEnd))
  if (old !== null && old.length > 0 && old[0]!.t !== 'hello') {
    const take = (w: World) => void takeIn(w, decisions, w.old!.shift()!, () => undefined)
    steps.push(fair(`server takes ${say(old[0]!)} of the old connection`, take))
  }
  if (old !== null) {
    const close = (w: World) => {
      w.old = null
    }
    steps.push(fair('server closes the old connection', close))
  }
  for (const i of numbersOf(server.tasks, isCancelPending)) {
    steps.push({
      name: `nobody confirms the cancel of ${i}`,
      kind: 'timer',
      take: (w) => giveUp(w, decisions, i, 'cancelled'),
    })
  }
  if (wishes.includes('cancel')) {
    const possible = (task: Task | null) => task?.status === 'running' && !task.cancelRequested
    for (const i of numbersOf(server.tasks, possible)) {
      const take = (w: World) => cancel(w, decisions, i)
      steps.push({ name: `a person cancels ${i}`, kind: 'choice', take })
    }
  }
  if (wishes.includes('delete')) {
    for (const i of numbersOf(server.tasks, isOver)) {
      const take = (w: World) => {
        w.server.tasks[i] = null
      }
      steps.push({ name: `a person deletes ${i}`, kind: 'choice', take })
    }
  }
  return steps
}

export const isOver = (task: Task | null) => task !== null && isFinalStatus(task.status)
const isFinalStatus = (status: string) => ['done', 'failed', 'cancelled'].includes(status)
const isCancelPending = (task: Task | null) => task?.status === 'running' && task.cancelRequested
const fair = (name: string, take: Step['take']): Step => ({ name, kind: 'fair', take })
const say = (message: Up) => ('i' in message ? `${message.t} of ${message.i}` : message.t)

function startServer({ server }: World): void {
  server.up = true
  server.connected = false
}

export function killServer(w: World): void {
  w.server.up = false
  w.server.session = null
  w.old = null
  w.link.cut = true
  w.link.serverOpen = false
  w.link.up = []
}

/** The server has seen that the connection is gone: what was under way to it is lost. */
function closeServerEnd({ server, link }: World): void {
  link.serverOpen = false
  link.up = []
  server.session = null
  server.connected = false
}

function accept(w: World, d: Decisions, i: number): void {
  const task = w.server.tasks[i]!
  move(task, d, 'run')
  const dispatch = ++w.server.nextDispatch
  task.run = { dispatch, ended: false, abandoned: false, seq: 0, stored: '' }
}

function move(task: Task, d: Decisions, action: TaskAction): void {
  const { status, cancelRequested } = task
  const next = d.transition({ status, cancelRequested, gated: false }, action)
  if (!next.ok) throw new Error(`${action} of a task that is ${status}`)
  task.status = next.status
  task.cancelRequested = next.cancelRequested
}

function cancel(w: World, d: Decisions, i: number): void {
  const task = w.server.tasks[i]!
  move(task, d, 'cancel')
  if (d.endsAtOnce(task.status, w.server.connected ? 1 : 0)) giveUp(w, d, i, 'cancelled')
  w.server.session?.cancels.push(i)
}

export function giveUp(w: World, d: Decisions, i: number, code: string): void {
  const task = w.server.tasks[i]!
  task.run!.ended = true
  task.run!.abandoned = true
  task.givenUp = true
  task.code = code
  move(task, d, 'fail')
}

/** What `listUnended` reads: the runs that haven't ended, above a number, in its order. */
function waiting(w: World) {
  const { tasks, session } = w.server
  return tasks
    .flatMap((task, i) =>
      task?.run && !task.run.ended
        ? [{ i, dispatch: task.run.dispatch, cancel: task.cancelRequested }]
        : [],
    )
    .filter(({ dispatch }) => dispatch > session!.lastDispatch)
    .toSorted((one, other) => one.dispatch - other.dispatch)
}

function sendWaiting(w: World): void {
  const session = w.server.session!
  for (const { i, dispatch, cancel } of session.read!) {
    session.lastDispatch = dispatch
    tell(w, { t: 'start', i, dispatch })
    if (cancel) tell(w, { t: 'cancel', i })
  }
  session.read = null
}

function tell({ link }: World, message: Down): void {
  if (!link.cut) link.down.push(message)
}

function takeFirst(w: World, d: Decisions): void {
  const message = w.link.up.shift()!
  if (message.t === 'hello') {
    greet(w, d, message)
    return
  }
  if (takeIn(w, d, message, (answer) => tell(w, answer))) return
  w.link.cut = true
  closeServerEnd(w)
}

function greet(w: World, d: Decisions, hello: Extract<Up, { t: 'hello' }>): void {
  const { server } = w
  server.nextDispatch = Math.max(server.nextDispatch, hello.last)
  server.connected = true
  const theirs = new Set(hello.runs)
  const known: Extract<Down, { t: 'welcome' }>['known'] = []
  const answers: Down[] = []
  const facts = { lastDispatch: hello.last }
  server.tasks.forEach((task, i) => {
    const run = task?.run
    if (!task || !run || run.ended) return
    const outcome = d.reconcile({ dispatch: run.dispatch }, theirs.delete(i), facts)
    if (outcome === 'lost') finish(task, d, i, LOST)
    if (outcome !== 'goes_on') return
    known.push({ i, seq: run.seq, stdout: run.stored.length })
    if (task.cancelRequested) answers.push({ t: 'cancel', i })
  })
  for (const i of theirs) {
    const run = server.tasks[i]?.run
    for (const t of d.answersTo(run ? { abandoned: run.abandoned ? 1 : 0 } : undefined)) {
      answers.push({ t, i })
    }
  }
  tell(w, { t: 'welcome', known })
  for (const answer of answers) tell(w, answer)
  server.session = { lastDispatch: hello.last, read: null, cancels: [] }
}

/** False when the link has to be dropped. */
function takeIn(w: World, d: Decisions, message: Up, answer: (message: Down) => void): boolean {
  if (message.t === 'hello') return true
  const { i } = message
  const task = w.server.tasks[i] ?? null
  const run = task?.run
  const facts = run
    ? { ended_at: run.ended ? 1 : null, abandoned: run.abandoned ? 1 : 0 }
    : undefined
  const whose = d.fence(facts, message.t === 'ended')
  if (whose === 'ended') answer({ t: 'endAck', i })
  if (whose === 'stranger') answer({ t: 'discard', i })
  if (!task || !run || whose !== 'take') return true
  if (message.t === 'output') store(run, d, message)
  if (message.t !== 'ended') return true
  if (!d.isComplete(positionOf(run), message.seq)) return false
  finish(task, d, i, message.end)
  answer({ t: 'endAck', i })
  return true
}

function store(run: ServerRun, d: Decisions, { seq, offset, text }: Extract<Up, { t: 'output' }>) {
  const data = new TextEncoder().encode(text)
  const chunk = { type: 'output', runId: '', at: 0, stream: 'stdout', seq, offset, data } as const
  const next = d.advance(positionOf(run), chunk)
  if (next === null) return
  run.seq = next.seq
  run.stored += text
  if (run.stored.length !== next.stdout) throw new Error('what is stored is not what is counted')
}

const positionOf = ({ seq, stored }: ServerRun) => ({ ...OUTPUT_START, seq, stdout: stored.length })

function finish(task: Task, d: Decisions, i: number, end: RunEnd): void {
  task.run!.ended = true
  const row = { status: task.status, run_id: nameOf(i) }
  const action = d.endAction(row, nameOf(i), end)
  if (action === null) return
  task.code = end.kind === 'failed' ? end.code : end.kind
  move(task, d, action)
}
