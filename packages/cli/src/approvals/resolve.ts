import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import type { Kit } from '../kit/kit.ts'
import { stillOpen } from './given.ts'
import { approvalNamed } from './named.ts'

export async function approve(kit: Kit, call: Call): Promise<void> {
  await resolve(kit, call, 'approve')
}

export async function reject(kit: Kit, call: Call): Promise<void> {
  await resolve(kit, call, 'reject')
}

/** A result moves its task, a permission lets its agent go on. */
async function resolve(kit: Kit, { args, options }: Call, decision: 'approve' | 'reject') {
  const { id, kind } = await approvalNamed(kit, args[0]!)
  if (options.remember && kind !== 'permission') {
    throw new CommandError('usage', 'Expected --remember for a permission only: this is a result.')
  }
  const approval = await kit.client.approvals.resolve(id, {
    decision,
    ...(options.feedback && { feedback: options.feedback }),
    ...(options.remember && { remember: true }),
  })
  const open = approval.status === 'pending' ? stillOpen(approval.approvals) : undefined
  kit.screen.done(approval, `${approval.id} is ${approval.status}.${open ? ` ${open}` : ''}`)
}
