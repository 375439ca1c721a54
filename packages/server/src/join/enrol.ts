import {
  fail,
  HOSTNAME,
  type JoinedDesktop,
  type JoiningMachine,
  SYSTEM,
} from '@mission-control/protocol'
import { endRestricted } from '../auth/api-keys.ts'
import { hashSecret } from '../auth/secrets.ts'
import type { Core } from '../core.ts'
import { insertWithDefaults } from '../desktops/insert.ts'
import { toDesktopEvent } from '../desktops/present.ts'
import { newId } from '../ids.ts'
import { iso } from '../iso.ts'
import { audit } from '../store/audit.ts'
import { findDesktopByKey, findJoinToken, nameOfUser, useJoinToken } from '../store/join-tokens.ts'
import { holdName } from '../store/locks.ts'
import type { DesktopRow, JoinTokenRow, Tx } from '../store/schema.ts'
import { keyIdOf } from './key-id.ts'

const NAME_MAX = 100
const LABEL_MAX = 63

/**
 * Makes a machine a desktop. Whoever didn't get the answer asks again with the same key, and gets the
 * same desktop, which takes no second use of the token.
 */
export async function enrol(core: Core, machine: JoiningMachine): Promise<JoinedDesktop> {
  const { desktop, isNew } = await core.store.write(async (tx) => {
    const token = await findJoinToken(tx, hashSecret(machine.token))
    if (!token) {
      fail(
        'wrong_join_token',
        'This server knows no such join token: it was made by another server, or it was not pasted whole. Ask for a new line.',
      )
    }
    await holdName(tx, `machine ${machine.publicKey}`)
    const known = await findDesktopByKey(tx, machine.publicKey)
    if (known?.status === 'destroyed') {
      fail('join_token_over', `The desktop "${known.name}" was removed: this key can't join again.`)
    }
    if (known?.workspace_id === token.workspace_id) return { desktop: known, isNew: false }
    if (known) fail('wrong_join_token', 'This machine has joined another workspace already.')
    return { desktop: await admit(core, tx, token, machine), isNew: true }
  })
  if (isNew) {
    core.bus.publish('desktops', desktop.workspace_id, toDesktopEvent('desktop.status', desktop))
    await endRestricted(core, desktop.workspace_id, new Set(JSON.parse(desktop.labels)))
  }
  return { desktopId: desktop.id, name: desktop.name }
}

async function admit(
  core: Core,
  tx: Tx,
  token: JoinTokenRow,
  { publicKey, hostname }: JoiningMachine,
): Promise<DesktopRow> {
  const at = core.now()
  refuseIfOver(token, at)
  // Many machines may join at once: only one of them gets the last use.
  if (!(await useJoinToken(tx, token.id))) usedUp(token)
  const called = (text: string, most: number) => text.replaceAll(HOSTNAME, hostname).slice(0, most)
  const id = newId('desktop')
  const invitation = {
    by: (await nameOfUser(tx, token.user_id)) ?? 'somebody',
    at: iso(token.created_at),
    joinedAt: iso(at),
  }
  const host = hostname.replaceAll(/[^\w.-]/g, '-') || 'machine'
  const labels: string[] = JSON.parse(token.labels)
  // The machine joins by itself. The desktop's invitation says who made the line.
  const doer = { workspaceId: token.workspace_id, userId: token.user_id, actor: SYSTEM }
  audit(tx, doer, { target: id })
  return await insertWithDefaults(core, tx, {
    id,
    workspace_id: token.workspace_id,
    name: called(token.name ?? HOSTNAME, NAME_MAX).trim() || 'machine',
    labels: JSON.stringify(
      labels.map((label) => label.replaceAll(HOSTNAME, host).slice(0, LABEL_MAX)),
    ),
    status: 'pending',
    local: 0,
    credential_hash: keyIdOf(id),
    public_key: publicKey,
    invitation: JSON.stringify(invitation),
    created_at: at,
  })
}

function refuseIfOver(token: JoinTokenRow, at: number): void {
  if (token.revoked_at !== null) {
    fail('join_token_over', 'This join token was revoked. Ask for a new line.')
  }
  if (token.expires_at <= at) {
    fail(
      'join_token_over',
      `This join token has expired (${iso(token.expires_at)}). Ask for a new line.`,
    )
  }
  if (token.used >= token.uses) usedUp(token)
}

function usedUp({ uses }: JoinTokenRow): never {
  const machines =
    uses === 1 ? 'one machine, which has joined' : `${uses} machines, which have joined`
  fail('join_token_over', `This join token was for ${machines}. Ask for a new line.`)
}
