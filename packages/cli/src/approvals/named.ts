import type { Approval } from '@mission-control/protocol'
import { CommandError } from '../command-error.ts'
import type { Kit } from '../kit/kit.ts'
import { lastOf, matching } from '../kit/named.ts'

/** The pending approval that the text names: its id or its task's, the beginning of either, or `@last`. */
export async function approvalNamed({ client, memory }: Kit, text: string): Promise<Approval> {
  const wanted = text === '@last' ? lastOf('task', memory.last('task')) : text
  const pending = await client.approvals.list({ kind: 'all' })
  const found = pending.filter(
    ({ id, taskId }) => matching('approval', id, wanted) || matching('task', taskId, wanted),
  )
  const [only, another] = found
  if (only && !another) return only
  if (only) {
    const ids = found.map(({ id }) => id).join(', ')
    throw new CommandError('usage', `${JSON.stringify(text)} is more than one approval: ${ids}.`)
  }
  throw new CommandError(
    'notFound',
    `There is no pending approval ${JSON.stringify(text)}. \`mission-control approvals list\` shows which there are.`,
  )
}
