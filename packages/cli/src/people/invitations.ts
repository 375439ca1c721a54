import type { Role } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { matching, onlyOf } from '../kit/named.ts'
import { secondsOf } from '../run/seconds.ts'

/** Prints the link, and nothing else, to standard output: a script can pass it on. */
export async function invite({ client, screen }: Kit, { args, options }: Call): Promise<void> {
  const { email, expires } = options
  const made = await client.invitations.create({
    role: args[0] as Role,
    ...(email !== undefined && { email }),
    ...(expires !== undefined && { expiresInSeconds: secondsOf(expires, '--expires') }),
  })
  screen.done(made, made.link)
}

export async function listInvitations({ client, screen }: Kit, _: Call): Promise<void> {
  await screen.list(
    await client.invitations.list(),
    [
      { title: 'ID', of: ({ id }) => id },
      { title: 'ROLE', of: ({ role }) => role },
      { title: 'FOR', of: ({ email }) => email ?? 'whoever has it', yields: true },
      { title: 'BY', of: ({ invitedBy }) => invitedBy, yields: true },
      { title: 'UNTIL', of: ({ expiresAt }) => expiresAt },
    ],
    'No invitation is open. `mission-control people invite ROLE` makes one.',
  )
}

export async function uninvite({ client, screen }: Kit, { args }: Call): Promise<void> {
  const text = args[0]!
  const all = await client.invitations.list()
  const found = all.filter(({ id }) => matching('invitation', id, text))
  const only = onlyOf('invitation', text, found, 'people invitations')
  await client.invitations.delete(only.id)
  screen.done(only, `${only.id} is revoked.`)
}
