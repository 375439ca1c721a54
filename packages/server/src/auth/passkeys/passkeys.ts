import { fail, type NewPasskey, PASSKEYS_MAX, type Passkey } from '@mission-control/protocol'
import type { AuthenticatedCaller, Core } from '../../core.ts'
import { newId } from '../../ids.ts'
import { iso, isoOrNull } from '../../iso.ts'
import { findUser } from '../../store/accounts.ts'
import { audit } from '../../store/audit.ts'
import { hold } from '../../store/locks.ts'
import {
  deletePasskey,
  findPasskey,
  insertPasskey,
  listPasskeys,
  renamePasskey,
} from '../../store/passkeys.ts'
import type { Db, PasskeyRow } from '../../store/schema.ts'
import { type Proof, prove } from '../second-factor/second-factor.ts'
import { openChallenge, refusePasskey, sealChallenge, useUp } from './challenge.ts'
import type { RelyingParty } from './relying-party.ts'
import { type Begun, loadCeremony, refuseAddress } from './sign-in.ts'

export async function getPasskeys(core: Core, { userId }: AuthenticatedCaller): Promise<Passkey[]> {
  return (await listPasskeys(core.store.db, userId)).map(toPasskey)
}

/** A passkey lets somebody in as both factors do: so it takes both to begin. */
export async function startPasskey(
  core: Core,
  { userId, credentialId }: AuthenticatedCaller,
  proof: Proof,
  party: RelyingParty | undefined,
): Promise<Begun> {
  const known = party ?? refuseAddress()
  const { user, mine } = await prove(core, userId, proof, async (tx) => ({
    mine: await requireRoom(tx, userId),
    user: await findUser(tx, userId),
  }))
  const { email, name = '' } = user ?? {}
  const { optionsToAdd } = await loadCeremony()
  const options = await optionsToAdd(known, { id: userId, email: email ?? userId, name }, mine)
  const challenge = { challenge: options.challenge, party: known, at: core.now() }
  const carried = sealChallenge(core, purposeOf(credentialId), challenge)
  return { options: { ...options }, carried }
}

/** Throws `wrong_passkey`. */
export async function createPasskey(
  core: Core,
  caller: AuthenticatedCaller,
  { name, credential }: NewPasskey,
  carried: string | undefined,
): Promise<Passkey> {
  const { userId, credentialId } = caller
  const challenge = openChallenge(core, purposeOf(credentialId), carried)
  const made = await (await loadCeremony()).verifyNew(core, challenge, credential)
  const at = core.now()
  const passkey: PasskeyRow = {
    id: newId('passkey'),
    user_id: userId,
    name,
    host: challenge.party.host,
    ...made,
    created_at: at,
    last_used_at: null,
  }
  await core.store.write(async (tx) => {
    await hold(tx, 'user', userId)
    await useUp(core, tx, challenge)
    await requireRoom(tx, userId)
    if (!(await insertPasskey(tx, passkey))) refusePasskey()
    audit(tx, caller, { target: passkey.id })
  })
  return toPasskey(passkey)
}

export async function changePasskey(
  core: Core,
  { userId }: AuthenticatedCaller,
  id: string,
  name: string,
): Promise<Passkey> {
  return await core.store.write(async (tx) => {
    await hold(tx, 'user', userId)
    const passkey = (await findPasskey(tx, userId, id)) ?? noPasskey(id)
    await renamePasskey(tx, id, name)
    return toPasskey({ ...passkey, name })
  })
}

export async function removePasskey(
  core: Core,
  { userId }: AuthenticatedCaller,
  id: string,
  proof: Proof,
): Promise<void> {
  await prove(core, userId, proof, async (tx) => {
    if (!(await deletePasskey(tx, userId, id))) noPasskey(id)
  })
}

/** A session's id: what one session begins, no other one ends. */
function purposeOf(sessionId: string): `session_${string}` {
  return sessionId as `session_${string}`
}

/** Those that the user has. Throws `too_many_passkeys` if no other one may be added. */
async function requireRoom(db: Db, userId: string): Promise<PasskeyRow[]> {
  const mine = await listPasskeys(db, userId)
  if (mine.length < PASSKEYS_MAX) return mine
  return fail('too_many_passkeys', `You have ${PASSKEYS_MAX} passkeys already. Remove one first.`)
}

function noPasskey(id: string): never {
  return fail('passkey_not_found', `You have no passkey ${JSON.stringify(id)}.`)
}

function toPasskey({ id, name, host, created_at, last_used_at }: PasskeyRow): Passkey {
  return { id, name, host, createdAt: iso(created_at), lastUsedAt: isoOrNull(last_used_at) }
}
