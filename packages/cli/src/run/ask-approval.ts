import type { Task } from '@mission-control/protocol'
import { stillOpen } from '../approvals/given.ts'
import type { Kit } from '../kit/kit.ts'
import { askFor } from '../screen/ask.ts'

/** A result waits for approval: asks for it on a terminal, otherwise says how to give it. */
export function askApproval({ client, screen }: Kit, { id }: Task): void {
  const elsewhere = `It has succeeded and waits for approval: \`mission-control tasks approve ${id}\` (or reject).`
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    screen.note(elsewhere)
    return
  }
  askFor('It has succeeded. Approve the result? [y]es, [n]o, anything else: later ')
    .then(async (answer) => {
      const decision = ({ y: 'approve', n: 'reject' } as const)[
        answer.trim().toLowerCase()[0] ?? ''
      ]
      if (!decision) return screen.note(elsewhere)
      const { status, approvals } = await client.tasks.review(id, { decision })
      const open = status === 'review' ? stillOpen(approvals) : undefined
      if (open) screen.note(open)
    })
    .catch((error: Error) => screen.note(error.message))
}
