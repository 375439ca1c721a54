import { RunEvidence } from '@mission-control/protocol'
import { EVIDENCE_MAX_BYTES, type UpOf } from '@mission-control/protocol/runner'
import type { Core } from '../core.ts'
import { insertEvidence } from '../store/evidence.ts'
import type { RunOfTask } from '../store/runs.ts'
import type { Tx } from '../store/schema.ts'

/** Keeps what a prompt's run has done. What can't be used is dropped: the end matters more. */
export async function takeEvidence(
  tx: Tx,
  log: Core['log'],
  run: RunOfTask,
  { evidence }: UpOf<'evidence'>,
): Promise<void> {
  const checked = RunEvidence.safeParse(evidence)
  if (!checked.success) {
    const [issue] = checked.error.issues
    const why = `${issue?.path.join('.')}: ${issue?.message}`
    return log.warn({ runId: run.id, why }, 'evidence that is not understood was dropped')
  }
  const text = JSON.stringify(checked.data)
  if (Buffer.byteLength(text) > EVIDENCE_MAX_BYTES) {
    return log.warn({ runId: run.id }, 'evidence that is too large was dropped')
  }
  await insertEvidence(tx, run.id, text)
}
