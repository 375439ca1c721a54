import { judge, type PermissionRule, QUESTION_MAX } from '@mission-control/protocol'
import type { UpOf } from '@mission-control/protocol/runner'
import { toApprovalPayload } from '../approvals/present.ts'
import { newId } from '../ids.ts'
import { appendActivity } from '../store/activity.ts'
import { findDesktop } from '../store/desktops.ts'
import { countAsked, findPermission, insertPermission, readRules } from '../store/permissions.ts'
import type { RunOfTask } from '../store/runs.ts'
import type { Tx } from '../store/schema.ts'
import { readSettings } from '../store/workspaces.ts'
import type { StoredRequest } from './request.ts'
import { answerOf, BY_RULE, type PermissionAnswer } from './settle.ts'

/**
 * The marks of cut input, as they stand in JSON: those of runners of protocol 3, and that of input
 * which is nested too deep.
 */
const LEFT_OUT = /\\n… \d+ characters left out …\\n|^"… \(left out: /
const UNSEEN =
  'This can’t be shown to a person as a whole: it is too long or nested too deep, or the desktop’s runner is too old. Nobody can allow what they can’t see. Do it in smaller steps.'
/** How many questions a run may ask. */
const ASKS_MAX = 1_000

/** How many questions the desktop's agents may have open. */
export interface Room {
  /** `null`: there is room, and the question now counts. Otherwise: why there is none. */
  take(tx: Tx, question: string): Promise<string | null>
}

/**
 * Takes in what a run's agent asks: it is stored, once, whatever is said again. Resolves with the
 * answer if there is one: given already, or by the rules, which may be newer than those that the
 * agent began with.
 */
export async function ask(
  tx: Tx,
  run: RunOfTask,
  message: UpOf<'permission'>,
  at: number,
  room: Room,
): Promise<PermissionAnswer | null> {
  const { requestId, tool, title, input, subject, options } = message
  const known = await findPermission(tx, run.id, requestId)
  if (known) return known.status === 'pending' ? null : answerOf(known)
  // A run that is being stopped, or that its task has left behind, needs no answer.
  if (run.run_id !== run.id || run.cancel_requested_at !== null) return null

  const decision = await judge(await rulesFor(tx, run), message)
  if (decision === 'allow' || decision === 'never') {
    const allowed = decision === 'allow'
    const feedback = allowed ? null : BY_RULE
    return { type: 'permissionAnswer', runId: run.id, requestId, allowed, always: true, feedback }
  }
  if (!isWhole(input)) {
    const no = { allowed: false, always: false, feedback: UNSEEN }
    return { type: 'permissionAnswer', runId: run.id, requestId, ...no }
  }
  const request: StoredRequest = { tool, title, input, subject, options }
  const question = JSON.stringify(request)
  const full =
    (await countAsked(tx, run.id)) >= ASKS_MAX
      ? `The agent has asked ${ASKS_MAX} times, which is the limit for a run.`
      : await room.take(tx, question)
  if (full !== null) {
    return {
      type: 'permissionAnswer',
      runId: run.id,
      requestId,
      allowed: false,
      always: false,
      feedback: full,
    }
  }
  const { permissionTimeoutSeconds } = await readSettings(tx, run.workspace_id)
  const row = await insertPermission(tx, {
    id: newId('approval'),
    workspace_id: run.workspace_id,
    task_id: run.task_id,
    created_at: at,
    run_id: run.id,
    request_id: requestId,
    request: question,
    expires_at: at + permissionTimeoutSeconds * 1000,
  })
  await appendActivity(tx, run.workspace_id, at, [
    { type: 'approval.created', payload: toApprovalPayload(row, run.desktop_id, 'permission') },
  ])
  return null
}

/** A desktop that has moved has rules of another workspace, which know nothing of this run. */
async function rulesFor(
  tx: Tx,
  { workspace_id, desktop_id }: RunOfTask,
): Promise<PermissionRule[]> {
  const desktop = await findDesktop(tx, workspace_id, desktop_id)
  return desktop ? await readRules(tx, desktop.id) : []
}

function isWhole(input: unknown): boolean {
  const json = JSON.stringify(input) ?? ''
  return json.length <= QUESTION_MAX && !LEFT_OUT.test(json)
}
