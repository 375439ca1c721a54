import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import type { Session } from '../session/session.ts'
import { approvalNamed } from './named.ts'

export async function approve(session: Session, call: Call): Promise<void> {
  await resolve(session, call, 'approve')
}

export async function reject(session: Session, call: Call): Promise<void> {
  await resolve(session, call, 'reject')
}

/** A result moves its task, a permission lets its agent go on. */
async function resolve(session: Session, { args, options }: Call, decision: 'approve' | 'reject') {
  const { id, kind } = await approvalNamed(session, args[0]!)
  if (options.remember && kind !== 'permission') {
    throw new CommandError('usage', 'Expected --remember for a permission only: this is a result.')
  }
  const approval = await session.client.approvals.resolve(id, {
    decision,
    ...(options.feedback && { feedback: options.feedback }),
    ...(options.remember && { remember: true }),
  })
  session.screen.done(approval, `${approval.id} is ${approval.status}.`)
}
