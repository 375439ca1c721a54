import type { Member, Role } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { calledIn, onlyOf } from '../kit/named.ts'
import { ago } from '../screen/time.ts'
import { visible } from '../screen/visible.ts'

export async function listMembers({ client, screen }: Kit, _: Call): Promise<void> {
  await screen.list(
    await client.members.list(),
    [
      { title: 'ID', of: ({ id }) => id },
      { title: 'NAME', of: ({ name }) => name, yields: true },
      { title: 'ROLE', of: ({ role }) => role },
      { title: 'E-MAIL', of: ({ email }) => email ?? '', yields: true },
      { title: 'SINCE', of: ({ createdAt }) => ago(createdAt) },
    ],
    'There is nobody.',
  )
}

export async function changeRole(kit: Kit, { args }: Call): Promise<void> {
  const [text, role] = args as [string, Role]
  const { id } = await memberNamed(kit, text)
  const member = await kit.client.members.setRole(id, role)
  kit.screen.done(member, `${visible(member.name)} is ${role} now.`)
}

export async function removeMember(kit: Kit, { args }: Call): Promise<void> {
  const member = await memberNamed(kit, args[0]!)
  await kit.client.members.remove(member.id)
  kit.screen.done(member, `${visible(member.name)} is removed. What they started goes on.`)
}

async function memberNamed({ client }: Kit, text: string): Promise<Member> {
  const all = await client.members.list()
  const isCalled = ({ name, email }: Member) => name === text || email === text
  const found = calledIn(all, 'user', text, isCalled)
  return onlyOf('member', text, found, 'people list')
}
