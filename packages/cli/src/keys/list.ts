import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { ago } from '../screen/time.ts'

export async function listKeys({ client, screen }: Kit, _: Call): Promise<void> {
  await screen.list(
    await client.apiKeys.list(),
    [
      { title: 'ID', of: ({ id }) => id },
      { title: 'NAME', of: ({ name }) => name, yields: true },
      { title: 'OF', of: ({ owner }) => owner.name, yields: true },
      { title: 'MAY', of: ({ effectiveScopes }) => effectiveScopes.join(',') || 'nothing' },
      {
        title: 'ON',
        of: ({ restrictedTo: only }) =>
          only === null ? 'all' : [...only.desktopIds, ...only.labels].join(','),
        yields: true,
      },
      { title: 'UNTIL', of: ({ expiresAt }) => expiresAt ?? '' },
      { title: 'LAST 4', of: ({ last4 }) => last4 },
      { title: 'CREATED', of: ({ createdAt }) => ago(createdAt) },
      { title: 'USED', of: ({ lastUsedAt }) => ago(lastUsedAt) },
    ],
    'There is no key.',
  )
}
