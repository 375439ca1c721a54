import type { AgentTest } from '@mission-control/protocol'
import type { OutputPosition, UpOf } from '@mission-control/protocol/runner'
import type { Said } from '@mission-control/protocol/runner/schemas'
import { type Core, transact } from '../core.ts'
import { ask } from '../permissions/ask.ts'
import { withdraw } from '../permissions/expire.ts'
import type { PermissionAnswer } from '../permissions/settle.ts'
import { appendActivity } from '../store/activity.ts'
import { listEnding } from '../store/board.ts'
import { updateDesktop } from '../store/desktops.ts'
import { insertOutput } from '../store/output.ts'
import {
  findRun,
  positionOf,
  type RunOfTask,
  setRunPosition,
  setRunQueued,
  setRunStarted,
} from '../store/runs.ts'
import type { DesktopRow, Tx } from '../store/schema.ts'
import { setProcessStarted, type TaskView } from '../store/tasks.ts'
import { holdTask } from '../tasks/find.ts'
import { finishRun } from '../tasks/finish.ts'
import { toTaskPayload } from '../tasks/present.ts'
import { tailOf } from '../tasks/tails.ts'
import { agentColumns } from './agent.ts'
import type { DesktopClock } from './desktop-clock.ts'
import { takeEvidence } from './evidence.ts'
import { requireSession } from './fenced.ts'
import type { OpenQuestions } from './open-questions.ts'
import { advance, IncompleteError, isComplete, isKept, marker } from './output.ts'
import { fence } from './reconcile.ts'

/** The outcome of a batch of messages, once it is on disk: what to answer and what to pass on. */
export interface Intake {
  /** Runs whose output moved, or was sent from a wrong place: where it stands now. */
  positions: Map<string, OutputPosition>
  /** The chunks that were stored. */
  stored: { run: RunOfTask; chunk: UpOf<'output'>; tail?: string | null }[]
  /** Runs that have started, as is known for the first time. */
  started: RunOfTask[]
  /** The tasks that moved. */
  moved: TaskView[]
  /** Runs whose end is recorded, now or before. */
  ended: Set<string>
  /** The answers to questions of the runs' agents that are decided already. */
  answers: PermissionAnswer[]
  /** Runs that are nobody's: unknown, or given up meanwhile. */
  strangers: Set<string>
  /** The desktop after news of its agent. */
  agent: DesktopRow | undefined
  /** What came of tests of the agent, by their ids. */
  tests: Map<string, AgentTest>
}

/** What applies to everything that comes over one connection. */
export interface Terms {
  /** How many bytes of a run's output to keep. */
  outputLimit: number
  questions: OpenQuestions
  clock: DesktopClock
}

/** Writes what a runner has said, in order, in one transaction; `passOn` tells those who watch. */
export async function takeIn(
  core: Core,
  desktop: DesktopRow,
  messages: Said[],
  terms: Terms,
  passOn: (intake: Intake) => void,
): Promise<Intake> {
  const work = async (tx: Tx) => {
    await requireSession(tx, desktop)
    const batch = new Batch(core, tx, desktop, terms)
    for (const message of messages) await batch.take(message)
    await batch.saveStarts()
    await batch.savePositions()
    return batch.intake
  }
  return await transact(core, desktop.id, work, passOn, messages.every(isOfRun))
}

/** What only touches rows of the desktop and of its runs. */
const OF_RUN: readonly Said['type'][] = ['queued', 'started', 'output', 'ended']
const isOfRun = ({ type }: Said) => OF_RUN.includes(type)

/** The connection itself handles how a runner comes and goes, and that it is there. */
const OF_CONNECTION = ['hello', 'heartbeat', 'goodbye', 'leave'] as const
type OfConnection = UpOf<(typeof OF_CONNECTION)[number]>
const isOfConnection = (message: Said): message is OfConnection =>
  OF_CONNECTION.some((type) => type === message.type)

/** One transaction's worth of messages. */
class Batch {
  readonly #core: Core
  readonly #tx: Tx
  readonly #desktop: DesktopRow
  readonly #terms: Terms
  readonly #at: number
  readonly #runs = new Map<string, RunOfTask | undefined>()
  readonly #moved = new Set<string>()
  /** Starts that are not written yet: usually the end follows at once, and one write takes both. */
  readonly #starts = new Set<RunOfTask>()
  readonly intake: Intake

  constructor(core: Core, tx: Tx, desktop: DesktopRow, terms: Terms) {
    this.#core = core
    this.#tx = tx
    this.#desktop = desktop
    this.#terms = terms
    this.#at = core.now()
    this.intake = {
      positions: new Map(),
      stored: [],
      started: [],
      moved: [],
      ended: new Set(),
      answers: [],
      strangers: new Set(),
      agent: undefined,
      tests: new Map(),
    }
  }

  async take(message: Said): Promise<void> {
    if (message.type === 'agent') return await this.#agent(message)
    if (message.type === 'agentTested') {
      const { requestId, ready, message: words } = message
      this.intake.tests.set(requestId, { ready, message: words })
      return
    }
    if (isOfConnection(message)) return
    const run = await this.#run(message.runId)
    const whose = fence(run, message.type === 'ended')
    if (whose === 'ended') this.intake.ended.add(message.runId)
    if (whose === 'stranger') this.intake.strangers.add(message.runId)
    if (!run || whose !== 'take') return
    if (message.type === 'permission') await this.#saveStart(run)
    switch (message.type) {
      case 'queued':
        return await this.#queued(run)
      case 'started':
        return await this.#started(run, message.at)
      case 'output':
        return await this.#output(run, message)
      case 'evidence':
        return await takeEvidence(this.#tx, this.#core.log, run, message)
      case 'permission':
        return await this.#permission(run, message)
      case 'permissionWithdrawn':
        return await withdraw(this.#tx, run, message.requestId, this.#at)
      case 'ended':
        return await this.#ended(run, message)
    }
  }

  async #agent({ agent }: UpOf<'agent'>): Promise<void> {
    const columns = await agentColumns(this.#core, this.#tx, this.#desktop, agent)
    this.intake.agent = await updateDesktop(this.#tx, this.#desktop.id, columns)
  }

  async saveStarts(): Promise<void> {
    for (const run of this.#starts) await this.#saveStart(run)
  }

  async savePositions(): Promise<void> {
    for (const id of this.#moved) {
      await setRunPosition(this.#tx, id, this.intake.positions.get(id) as OutputPosition)
      const last = this.intake.stored.findLast(({ run }) => run.id === id)
      if (last?.run.chat === 0) last.tail = tailOf(await listEnding(this.#tx, id))
    }
  }

  /** The run, if it is one of this desktop: the fence. */
  async #run(id: string): Promise<RunOfTask | undefined> {
    if (!this.#runs.has(id)) this.#runs.set(id, await findRun(this.#tx, this.#desktop.id, id))
    return this.#runs.get(id)
  }

  /** An end counts only after all the output that came before it. */
  async #ended(run: RunOfTask, { seq, end, at }: UpOf<'ended'>): Promise<void> {
    const stored = this.#position(run)
    if (!isComplete(stored, seq)) {
      throw new IncompleteError(`${run.id} ended after ${seq} chunks, ${stored.seq} are stored`)
    }
    const startedAt = this.#starts.delete(run) ? run.started_at : null
    const from = run.started_at ?? run.created_at
    const endedAt = this.#terms.clock.toOurs(at, { from, now: this.#at })
    const moved = await finishRun(this.#tx, run, end, this.#at, endedAt, startedAt)
    if (moved) this.intake.moved.push(moved)
    run.ended_at = this.#at
    this.intake.ended.add(run.id)
  }

  async #permission(run: RunOfTask, message: UpOf<'permission'>): Promise<void> {
    const answer = await ask(this.#tx, run, message, this.#at, this.#terms.questions)
    if (answer) this.intake.answers.push(answer)
  }

  #position(run: RunOfTask): OutputPosition {
    return this.intake.positions.get(run.id) ?? positionOf(run)
  }

  async #queued(run: RunOfTask): Promise<void> {
    // A runner repeats it on every connection.
    if (!(await setRunQueued(this.#tx, run.id, this.#at))) return
    run.queued_at = this.#at
    if (run.chat === 1) return
    const task = await holdTask(this.#tx, run.workspace_id, run.task_id)
    await appendActivity(this.#tx, run.workspace_id, this.#at, [
      { type: 'task.queued', payload: toTaskPayload(task, task.status, 'queued') },
    ])
  }

  async #started(run: RunOfTask, said: number): Promise<void> {
    // The runner repeats it on a new connection; the first report was closer to the moment.
    if (run.started_at !== null) return
    const at = this.#terms.clock.toOurs(said, { from: run.created_at, now: this.#at })
    run.started_at = at
    this.intake.started.push(run)
    this.#starts.add(run)
    // If the runner never reported a queue, everyone who watches has seen the task as running all
    // along.
    if (run.queued_at === null || run.chat === 1) return
    await this.#saveStart(run)
    const task = await holdTask(this.#tx, run.workspace_id, run.task_id)
    await appendActivity(this.#tx, run.workspace_id, this.#at, [
      { type: 'task.dequeued', payload: toTaskPayload(task, task.status, null, true) },
    ])
  }

  async #saveStart(run: RunOfTask): Promise<void> {
    if (!this.#starts.delete(run)) return
    const at = run.started_at as number
    await setRunStarted(this.#tx, run.id, at)
    await setProcessStarted(this.#tx, run.task_id, run.id, at)
  }

  async #output(run: RunOfTask, chunk: UpOf<'output'>): Promise<void> {
    const position = this.#position(run)
    const next = advance(position, chunk)
    this.intake.positions.set(run.id, next ?? position)
    if (!next) return
    this.#moved.add(run.id)
    const { outputLimit } = this.#terms
    if (!isKept(position, outputLimit)) return
    const kept: UpOf<'output'> = isKept(next, outputLimit)
      ? chunk
      : { ...chunk, stream: 'system', data: marker(outputLimit) }
    const { seq, stream, at, data } = kept
    await insertOutput(this.#tx, { run_id: run.id, seq, stream, at, data })
    this.intake.stored.push({ run, chunk: kept })
  }
}
