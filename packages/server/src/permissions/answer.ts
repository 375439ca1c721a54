import { fail, type Resolution } from '@mission-control/protocol'
import type { PermissionOfTask } from '../store/permissions.ts'
import type { Tx } from '../store/schema.ts'
import { requestOf } from './request.ts'
import { remember } from './rules.ts'
import { type Answered, settle } from './settle.ts'

/** A person's answer to an open permission, and with `remember` to all that is like it. */
export async function answerPermission(
  tx: Tx,
  open: PermissionOfTask,
  { decision, feedback, remember: always = false }: Resolution,
  who: { by: string; at: number },
): Promise<Answered[]> {
  requireOption(open, decision === 'reject' ? 'no' : always ? 'always' : 'once')
  const status = decision === 'approve' ? 'approved' : 'rejected'
  const settled = await settle(tx, open, { ...who, status, feedback: feedback ?? null, always })
  const answered = settled ? [settled] : []
  if (!always) return answered
  return [
    ...answered,
    ...(await remember(tx, open, decision === 'approve' ? 'allow' : 'never', who)),
  ]
}

function requireOption(open: PermissionOfTask, option: 'once' | 'always' | 'no'): void {
  const { options } = requestOf(open)!
  if (options.includes(option)) return
  fail(
    'status_conflict',
    `The agent doesn't take this answer: expected ${options.join(' or ')}, got ${option}.`,
  )
}
