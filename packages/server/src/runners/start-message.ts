import { type DownOf, withHistory } from '@mission-control/protocol/runner'
import { agentKeyOf } from '../auth/agent-keys.ts'
import { historyOf } from '../chat/history.ts'
import type { Core } from '../core.ts'
import { readRules } from '../store/permissions.ts'
import type { RunOfTask } from '../store/runs.ts'
import type { Db } from '../store/schema.ts'

/** The version of the first runners whose agents ask before they act, and know what a chat is. */
const RULES_AND_CHATS_SINCE = 3
/** The first version that is told how long a run may tidy up; older runners give it 5 s. */
const GRACE_SINCE = 4

/** The first version whose agents get a key of their own. */
const KEYS_SINCE = 8

/** The key of a run's agent, for a runner of this version; nothing where it gets none. */
export function keyFor(
  core: Core,
  run: Pick<RunOfTask, 'id' | 'with_key'>,
  version: number,
): { key?: string } {
  if (run.with_key === 0 || version < KEYS_SINCE) return {}
  const key = agentKeyOf(core, run.id)
  return key === undefined ? {} : { key }
}

/** What a runner of this version is sent to start the run. */
export async function startMessage(
  core: Core,
  db: Db,
  run: RunOfTask,
  version: number,
  outputLimit: number,
): Promise<DownOf<'start' | 'prompt'>> {
  const common = {
    runId: run.id,
    taskId: run.task_id,
    dispatch: run.dispatch,
    outputLimit,
    ...(run.timeout_seconds !== null && { timeoutMs: run.timeout_seconds * 1000 }),
    ...(version >= GRACE_SINCE && { graceMs: run.grace_seconds * 1000 }),
  }
  if (run.type === 'command') return { type: 'start', command: run.content, ...common }
  const chat = run.chat === 1 ? await historyOf(db, run.task_id, run.desktop_id) : undefined
  if (version < RULES_AND_CHATS_SINCE) {
    return { type: 'prompt', prompt: withHistory(run.content, chat?.history ?? []), ...common }
  }
  const rules = await readRules(db, run.desktop_id)
  const key = keyFor(core, run, version)
  return { type: 'prompt', prompt: run.content, rules, ...chat, ...key, ...common }
}
