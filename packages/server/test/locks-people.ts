/** Part of locks.test.ts: what people, their ways in and their keys exclude. */
import { randomUUID } from 'node:crypto'
import { scopesOf } from '@mission-control/protocol'
import { revokeApiKey } from '../src/auth/api-keys.ts'
import { createApiKey } from '../src/auth/create-api-key.ts'
import { loadBetterAuth } from '../src/auth/load-better-auth.ts'
import { changePassword, keepPassword } from '../src/auth/password.ts'
import { makeResetLink, resetPassword } from '../src/auth/reset-password.ts'
import { hashRecoveryCode, newRecoveryCodes } from '../src/auth/second-factor/recovery-codes.ts'
import { prove } from '../src/auth/second-factor/second-factor.ts'
import { createServiceAccount, removeServiceAccount } from '../src/auth/service-accounts.ts'
import { setUp } from '../src/auth/set-up.ts'
import { newSetUpLink } from '../src/auth/set-up-link.ts'
import { signIn } from '../src/auth/sign-in.ts'
import type { AuthenticatedCaller, Caller, Core } from '../src/core.ts'
import { acceptInvitation, createInvitation } from '../src/people/invitations.ts'
import { joinByInvitation } from '../src/people/join.ts'
import { removeMember } from '../src/people/members.ts'
import { newUser } from '../src/people/new-user.ts'
import { changeUser } from '../src/people/users.ts'
import { createWorkspace } from '../src/people/workspaces.ts'
import { putMembership } from '../src/store/memberships.ts'
import { confirmTotp, putTotp } from '../src/store/totp.ts'

/** Two that exclude each other, and the code that the second one hears. */
export type Race = [
  what: string,
  code: string,
  prepare: () => Promise<((core: Core) => Promise<unknown>)[]>,
]

type Owner = Caller & { role: 'admin' }

const NOBODY = { userAgent: '', ipAddress: '' }

export function peopleAt(one: Core, owner: Owner) {
  const linkTo = async () => (await newSetUpLink(one, owner.userId)).split('#')[1]!
  const person = { email: 'somebody@example.com', password: 'a horse of one colour' }

  /** Somebody with that password, who is an admin of the workspace. */
  async function newAdmin(workspaceId: string) {
    const hash = await (await loadBetterAuth()).hashPassword(person.password)
    const email = `${randomUUID()}@example.com`
    return await one.store.write(async (tx) => {
      const user = await newUser(tx, { name: 'Somebody', email }, 1)
      await keepPassword(tx, user.id, hash, 1)
      const membership = { workspace_id: workspaceId, user_id: user.id, created_at: 1 }
      await putMembership(tx, { ...membership, role: 'admin' })
      return { ...user, email }
    })
  }

  const asking = (userId: string): AuthenticatedCaller => ({
    ...owner,
    userId,
    credentialId: 'none',
    isHome: false,
    scopes: scopesOf('admin'),
  })

  const enters = (email: string) => (core: Core) =>
    signIn(core, { email, password: person.password }, NOBODY, (_user, attempt) => attempt())

  const racesOfPeople: Race[] = [
    [
      'a link that is used twice',
      'wrong_set_up_token',
      async () => {
        const token = await linkTo()
        const use = (core: Core) => setUp(core, { token, ...person }, NOBODY)
        return [use, use]
      },
    ],
    [
      'a password that is changed twice',
      'wrong_credentials',
      async () => {
        await setUp(one, { token: await linkTo(), ...person }, NOBODY)
        const caller = { ...owner, credentialId: 'none' } as unknown as AuthenticatedCaller
        const change = (newPassword: string) => (core: Core) =>
          changePassword(core, caller, { currentPassword: person.password, newPassword })
        return [change('the first of two passwords'), change('the second of two passwords')]
      },
    ],
    [
      'another password by a link, and signing in by the one before',
      'wrong_credentials',
      async () => {
        await setUp(one, { token: await linkTo(), ...person }, NOBODY)
        const [token, password] = [await linkTo(), 'a horse of another colour']
        return [(core) => setUp(core, { token, ...person, password }, NOBODY), enters(person.email)]
      },
    ],
    [
      'a user who is disabled and signs in',
      'not_admitted',
      async () => {
        const { id, email } = await newAdmin(owner.workspaceId)
        const disable = (core: Core) =>
          changeUser(core, asking(owner.userId), id, { disabled: true })
        return [disable, enters(email)]
      },
    ],
    [
      'two admins who leave',
      'last_admin',
      async () => {
        const first = await newAdmin(owner.workspaceId)
        const team = (await createWorkspace(one, asking(first.id), 'Team')).id
        const second = await newAdmin(team)
        const leave = (id: string) => (core: Core) => removeMember(core, team, id)
        return [leave(first.id), leave(second.id)]
      },
    ],
    [
      'an invitation that is used twice',
      'wrong_invitation',
      async () => {
        const { workspaceId } = owner
        const team = await createWorkspace(one, asking(owner.userId), 'Team')
        const by = { ...asking(owner.userId), workspaceId: team.id }
        const invitation = { role: 'viewer', expiresInSeconds: 60 } as const
        const { link } = await createInvitation(one, by, invitation, (token) => token)
        const users = [await newAdmin(workspaceId), await newAdmin(workspaceId)]
        return users.map(
          ({ id }) =>
            (core: Core) =>
              acceptInvitation(core, asking(id), link),
        )
      },
    ],
    [
      'an e-mail address by which two people join',
      'wrong_invitation',
      async () => {
        const email = `${randomUUID()}@example.com`
        const by = asking(owner.userId)
        const open = { role: 'viewer', expiresInSeconds: 60 } as const
        const links = [0, 1].map(() => createInvitation(one, by, open, (token) => token))
        return (await Promise.all(links)).map(({ link: token }) => {
          const comer = { token, name: 'Somebody', email, password: person.password }
          return (core: Core) => joinByInvitation(core, comer, NOBODY)
        })
      },
    ],
    [
      'a recovery code that is used twice',
      'wrong_code',
      async () => {
        const { id } = await newAdmin(owner.workspaceId)
        const [code = ''] = newRecoveryCodes()
        await one.store.write(async (tx) => {
          await putTotp(tx, id, Buffer.from('not asked for'))
          await confirmTotp(tx, id, 1, 1, [hashRecoveryCode(code)])
        })
        const proof = { password: person.password, code }
        const use = (core: Core) => prove(core, id, proof, async () => undefined)
        return [use, use]
      },
    ],
    [
      'a link to another password that is used twice',
      'wrong_reset_token',
      async () => {
        const { id } = await newAdmin(owner.workspaceId)
        const { link: token } = await makeResetLink(one, id, (token) => token)
        const use = (core: Core) => resetPassword(core, { token, password: person.password })
        return [use, use]
      },
    ],
    [
      'a member who is removed and makes a key',
      'workspace_not_found',
      async () => {
        const { id } = await newAdmin(owner.workspaceId)
        return [
          (core) => removeMember(core, owner.workspaceId, id),
          (core) => createApiKey(core, asking(id), { name: 'late' }),
        ]
      },
    ],
    [
      'a service account that is removed twice',
      'service_account_not_found',
      async () => {
        const { id } = await createServiceAccount(one, owner, { name: 'robot', role: 'viewer' })
        const remove = (core: Core) => removeServiceAccount(core, owner, id)
        return [remove, remove]
      },
    ],
    [
      'a key that is revoked twice',
      'api_key_not_found',
      async () => {
        const by = asking(owner.userId)
        const { id } = await createApiKey(one, by, { name: 'short' })
        const revoke = (core: Core) => revokeApiKey(core, by, id)
        return [revoke, revoke]
      },
    ],
  ]

  return { asking, newAdmin, racesOfPeople }
}
