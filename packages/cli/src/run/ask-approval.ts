import type { Task } from '@mission-control/protocol'
import type { Kit } from '../kit/kit.ts'
import { askFor } from '../screen/ask.ts'

/** A result waits for approval: on a terminal it is asked for, else it is said how to give it. */
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
      if (decision) await client.tasks.review(id, { decision })
      else screen.note(elsewhere)
    })
    .catch((error: Error) => screen.note(error.message))
}
