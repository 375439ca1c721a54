import { RunEvidence } from '@mission-control/protocol'
import { EVIDENCE_MAX_BYTES, FrameError } from '@mission-control/protocol/runner'
import { readEvidence, type UnreadEvidence } from '@mission-control/protocol/runner/schemas'
import type { Core } from '../core.ts'
import { hasEvidence, insertEvidence } from '../store/evidence.ts'
import type { RunOfTask } from '../store/runs.ts'
import type { Tx } from '../store/schema.ts'
import { NO_EVIDENCE } from '../tasks/evidence.ts'

/**
 * Stores the evidence of a prompt's run. Only the first counts, so it is read once. If it can't be
 * used, the reviewer is told so instead: the run's end matters more.
 */
export async function takeEvidence(
  tx: Tx,
  log: Core['log'],
  run: RunOfTask,
  { frame }: UnreadEvidence,
): Promise<void> {
  if (run.type !== 'prompt' || (await hasEvidence(tx, run.id))) return
  const { evidence, why } = read(frame)
  // `info` only: the reviewer is told, and a log that anybody can fill helps nobody.
  if (why !== undefined) {
    const { id: runId, task_id: taskId, desktop_id: desktopId } = run
    log.info({ taskId, runId, desktopId, why }, 'evidence was dropped')
  }
  await insertEvidence(tx, run.id, evidence)
}

function read(frame: Uint8Array | null): { evidence: string; why?: string } {
  if (frame === null) return dropped(`is larger than ${EVIDENCE_MAX_BYTES / 1024 / 1024} MiB`)
  let said: unknown
  try {
    said = readEvidence(frame)
  } catch (error) {
    if (!(error instanceof FrameError)) throw error
    return dropped('is not understood', error.message)
  }
  const checked = RunEvidence.safeParse(said)
  if (checked.success) return { evidence: JSON.stringify(checked.data) }
  const [issue] = checked.error.issues
  return dropped('is not understood', `${issue?.path.join('.')}: ${issue?.message}`)
}

function dropped(what: string, why = what): { evidence: string; why: string } {
  const problem = `The desktop's report of the changed files ${what}, so it was dropped.`
  return { evidence: JSON.stringify({ ...NO_EVIDENCE, problem }), why }
}
