import type { Role, ServiceAccount } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { calledIn, onlyOf } from '../kit/named.ts'
import { ago } from '../screen/time.ts'
import { visible } from '../screen/visible.ts'

export async function listAccounts({ client, screen }: Kit, _: Call): Promise<void> {
  await screen.list(
    await client.serviceAccounts.list(),
    [
      { title: 'ID', of: ({ id }) => id },
      { title: 'NAME', of: ({ name }) => name, yields: true },
      { title: 'ROLE', of: ({ role }) => role },
      { title: 'KEYS', of: ({ keys }) => `${keys}` },
      { title: 'CREATED', of: ({ createdAt }) => ago(createdAt) },
    ],
    'There is no service account.',
  )
}

export async function createAccount({ client, screen }: Kit, { args }: Call): Promise<void> {
  const [name, role] = args as [string, Role]
  const made = await client.serviceAccounts.create({ name, role })
  screen.done(
    made,
    `${made.id} is created. \`mission-control keys create NAME --service-account ${made.id}\` makes its first key.`,
  )
}

export async function removeAccount(kit: Kit, { args }: Call): Promise<void> {
  const account = await accountNamed(kit, args[0]!)
  await kit.client.serviceAccounts.delete(account.id)
  kit.screen.done(account, `${visible(account.name)} is removed, and its keys have ended.`)
}

/** The service account that the text names: its name, its id, or the beginning of the id. */
export async function accountNamed({ client }: Kit, text: string): Promise<ServiceAccount> {
  const all = await client.serviceAccounts.list()
  return onlyOf('service account', text, calledIn(all, 'user', text), 'service-accounts list')
}
