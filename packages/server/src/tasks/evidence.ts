import {
  type AgentUsage,
  CommandsOf,
  type RunEvidence,
  type TaskEvidence,
  TranscriptReader,
} from '@mission-control/protocol'
import type { Caller, Core } from '../core.ts'
import { findEvidence } from '../store/evidence.ts'
import { listOutput } from '../store/output.ts'
import type { Db } from '../store/schema.ts'
import type { TaskView } from '../store/tasks.ts'
import { mayOmitDenials, withDenials } from './denials.ts'
import { requireTask } from './find.ts'
import { usageOf } from './present.ts'

/** Chunks read at a time: 64 KiB each at most. */
const PAGE = 64

export const NO_EVIDENCE: RunEvidence = {
  files: null,
  filesTruncated: false,
  filesTotal: null,
  source: null,
  problem: null,
  commands: [],
  commandsTruncated: false,
}

/** What the task has done on its desktop, for its reviewer. */
export async function evidenceOf(core: Core, caller: Caller, id: string): Promise<TaskEvidence> {
  const { task, evidence } = await core.store.snapshot(async (db) => {
    const task = await requireTask(db, caller.workspaceId, id)
    return { task, evidence: task.run_id === null ? null : await findEvidence(db, task.run_id) }
  })
  const usage = usageOf(task)
  if (evidence && !wasDropped(evidence)) {
    const commands = await commandsIn(core.store.db, task.run_id, evidence)
    return { taskId: id, ...evidence, commands, usage }
  }
  if (task.type === 'command') return { taskId: id, ...ofCommand(task), usage }
  const { used, ...commands } = await toldBy(core.store.db, task.run_id)
  const problem = evidence?.problem ?? problemOf(task)
  return { taskId: id, ...NO_EVIDENCE, ...commands, problem, usage: usage ?? used }
}

async function commandsIn(db: Db, runId: string | null, evidence: RunEvidence) {
  if (!mayOmitDenials(evidence)) return evidence.commands
  const { commands } = await toldBy(db, runId)
  return withDenials(evidence.commands, commands)
}

/** Whether the evidence was dropped. The transcript still tells the commands then. */
function wasDropped({ files, commands }: RunEvidence): boolean {
  return files === null && commands.length === 0
}

function ofCommand({ process_started_at, content, exit_code }: TaskView): RunEvidence {
  if (process_started_at === null) return NO_EVIDENCE
  return { ...NO_EVIDENCE, commands: [{ command: content, exitCode: exit_code, denied: null }] }
}

/** Why there is no evidence, if the run's end brought none. */
function problemOf({ status, process_started_at }: TaskView): string | null {
  if (status === 'pending' || status === 'running' || process_started_at === null) return null
  return 'The desktop has not said which files changed: its runner is too old, or the agent was killed.'
}

/** What the transcript tells of a run that has sent no evidence, or not yet. */
async function toldBy(db: Db, runId: string | null) {
  const commands = new CommandsOf()
  let used: AgentUsage | null = null
  for await (const record of recordsOf(db, runId)) {
    commands.take(record)
    if (record.type === 'usage') {
      const { type: _, ...usage } = record
      used = usage
    }
  }
  return { ...commands.gathered, used }
}

async function* recordsOf(db: Db, runId: string | null) {
  if (runId === null) return
  const reader = new TranscriptReader()
  for (let seq = 0; ; ) {
    const rows = await listOutput(db, runId, seq, PAGE)
    for (const { stream, data } of rows) {
      if (stream === 'agent') yield* reader.add(Buffer.from(data).toString())
    }
    if (rows.length < PAGE) return
    seq = rows.at(-1)!.seq
  }
}
