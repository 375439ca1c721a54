import type { KnownUser } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { calledIn, onlyOf } from '../kit/named.ts'
import { ago } from '../screen/time.ts'
import { visible } from '../screen/visible.ts'

export async function listUsers({ client, screen }: Kit, _: Call): Promise<void> {
  await screen.list(
    await client.users.list(),
    [
      { title: 'ID', of: ({ id }) => id },
      { title: 'NAME', of: ({ name }) => name, yields: true },
      { title: 'E-MAIL', of: ({ email }) => email ?? '', yields: true },
      { title: '', of: ({ disabled }) => (disabled ? 'disabled' : '') },
      { title: 'SINCE', of: ({ createdAt }) => ago(createdAt) },
    ],
    'There is nobody.',
  )
}

export async function disableUser(kit: Kit, { args }: Call): Promise<void> {
  const { id } = await userNamed(kit, args[0]!)
  const user = await kit.client.users.disable(id, true)
  kit.screen.done(user, `${visible(user.name)} gets in nowhere any more.`)
}

export async function enableUser(kit: Kit, { args }: Call): Promise<void> {
  const { id } = await userNamed(kit, args[0]!)
  const user = await kit.client.users.disable(id, false)
  kit.screen.done(user, `${visible(user.name)} gets in again.`)
}

export async function resetFactors(kit: Kit, { args }: Call): Promise<void> {
  const { id, name } = await userNamed(kit, args[0]!)
  await kit.client.users.resetFactors(id)
  kit.screen.done({ id }, `${visible(name)} signs in by the password alone now.`)
}

async function userNamed({ client }: Kit, text: string): Promise<KnownUser> {
  const isCalled = ({ name, email }: KnownUser) => name === text || email === text
  const found = calledIn(await client.users.list(), 'user', text, isCalled)
  return onlyOf('user', text, found, 'users list')
}
