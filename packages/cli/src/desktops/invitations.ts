import type { JoinToken } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { lastOf, matching, onlyOf } from '../kit/named.ts'
import { countOf } from '../run/count.ts'
import { secondsOf } from '../run/seconds.ts'
import type { Column } from '../screen/column.ts'
import { ago } from '../screen/time.ts'

const USES_MAX = 1000

/** Prints the line, and nothing else, to standard output: a script can pass it on. */
export async function invite(
  { client, memory, screen }: Kit,
  { options: { name, label, uses, expires } }: Call,
): Promise<void> {
  const made = await client.desktops.joinTokens.create({
    ...(name !== undefined && { name }),
    ...(label !== undefined && { labels: label }),
    ...(uses !== undefined && { uses: countOf(uses, USES_MAX, '--uses') }),
    ...(expires !== undefined && { expiresInSeconds: secondsOf(expires, '--expires') }),
  })
  memory.keep({ invitation: made.id })
  screen.done(made, made.command)
  if (!screen.forPeople) return
  const machines = made.uses === 1 ? 'one machine' : `${made.uses} machines`
  screen.progress(`Paste it on the machine. It lets in ${machines}, until ${made.expiresAt}.`)
}

export async function listInvitations({ client, screen }: Kit, _: Call): Promise<void> {
  const none = 'No invitation lets a machine in. `mission-control desktops invite` makes one.'
  await screen.list(await client.desktops.joinTokens.list(), COLUMNS, none)
}

export async function uninvite({ client, memory, screen }: Kit, { args }: Call): Promise<void> {
  const text = args[0]!
  const wanted = text === '@last' ? lastOf('invitation', memory.last('invitation')) : text
  const all = await client.desktops.joinTokens.list()
  const found = all.filter(({ id, last4 }) => last4 === wanted || matching('jointoken', id, wanted))
  const only = onlyOf('invitation', text, found, 'desktops invitations')
  await client.desktops.joinTokens.delete(only.id)
  screen.done(only, `${only.id} is revoked.`)
}

const COLUMNS: Column<JoinToken>[] = [
  { title: 'ID', of: ({ id }) => id },
  { title: 'LAST 4', of: ({ last4 }) => last4 },
  { title: 'JOINED', of: ({ used, uses }) => `${used} of ${uses}` },
  { title: 'UNTIL', of: ({ expiresAt }) => expiresAt },
  { title: 'CREATED', of: ({ createdAt }) => ago(createdAt), spare: true },
  { title: 'NAME', of: ({ name }) => name ?? '{hostname}', yields: true, spare: true },
  { title: 'LABELS', of: ({ labels }) => labels.join(' '), yields: true, spare: true },
]
