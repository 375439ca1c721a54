import { fail } from '@mission-control/protocol'
import type { Core } from '../../core.ts'
import { newId } from '../../ids.ts'
import { useUp } from '../../people/invitations.ts'
import { newUser } from '../../people/new-user.ts'
import {
  findAccountUser,
  findUserByEmail,
  insertAccount,
  lastThrough,
  type Person,
  touchAccount,
  verifyEmail,
} from '../../store/accounts.ts'
import { listInvitationsFor } from '../../store/invitations.ts'
import { holdName } from '../../store/locks.ts'
import type { Tx } from '../../store/schema.ts'
import type { Identity, Provider } from './provider.ts'
import { rolesOf } from './roles-of.ts'

/**
 * Whose account here it is: that of the person's id at the provider, whatever their e-mail has become
 * there; at the first time that of their verified e-mail. Throws `not_admitted`.
 */
export async function admit(
  core: Core,
  tx: Tx,
  provider: Provider,
  identity: Identity,
): Promise<Pick<Person, 'id' | 'email' | 'name'>> {
  const { issuer, subject, email } = identity
  // Of two that come back for the first time at once, one is linked.
  await holdName(tx, `account ${issuer} ${subject}`)
  const known = await findAccountUser(tx, issuer, subject)
  if (known) {
    await touchAccount(tx, issuer, subject, core.now())
    return requireEnabled(known)
  }
  if (email === null) {
    return refuse(
      `${provider.name} does not say that your e-mail address is verified, so nobody here can be found by it. Verify it there, or ask an admin.`,
    )
  }
  const mayJoin = provider.autoJoin && hasPlace(provider, identity)
  const user = await admitByEmail(core, tx, { email, name: identity.name ?? email }, mayJoin)
  if ((await lastThrough(tx, user.id, issuer)) !== undefined) {
    return refuse(
      `The account of ${email} here belongs to somebody else at ${provider.name}. Ask an admin.`,
    )
  }
  await insertAccount(tx, {
    id: newId('account'),
    user_id: user.id,
    provider_id: issuer,
    account_id: subject,
    at: core.now(),
  })
  return user
}

/**
 * Whose e-mail address it is, by the word of somebody whom we believe. Whoever is unknown becomes a user by
 * the invitations for that address, or because they may. Throws `not_admitted`.
 */
export async function admitByEmail(
  core: Core,
  tx: Tx,
  person: { email: string; name: string },
  mayJoin = false,
): Promise<Pick<Person, 'id' | 'email' | 'name'>> {
  const { email } = person
  const at = core.now()
  await holdName(tx, `e-mail ${email}`)
  const user = await findUserByEmail(tx, email)
  if (user) {
    // Somebody else may have written it there, who would keep a way in to what is linked here.
    if (user.email_verified_at === null) return refuse(UNCONFIRMED)
    return requireEnabled(user)
  }
  const invitations = await listInvitationsFor(tx, email, at)
  if (invitations.length === 0 && !mayJoin) {
    return refuse(`Nobody here has the e-mail address ${email}. Ask an admin to invite you.`)
  }
  const made = await newUser(tx, person, at)
  await verifyEmail(tx, made.id, at)
  for (const each of invitations) await useUp(tx, each, made, at)
  return made
}

/** Where groups have roles, whoever is in none of them has nothing to join. */
function hasPlace({ roles }: Provider, { groups }: Identity): boolean {
  return roles.length === 0 || [...rolesOf(roles, groups).values()].some((role) => role !== null)
}

function requireEnabled(user: Person): Person {
  if (user.disabled_at === null && user.kind === 'person') return user
  return refuse('Your account here is disabled. Ask an admin.')
}

const UNCONFIRMED =
  'Somebody has entered this e-mail address here, and nobody has confirmed it. If the account is yours, choose another password by a reset link, which is sent to this address or made by the owner: that confirms it. Then sign in again.'

function refuse(detail: string): never {
  return fail('not_admitted', detail)
}
