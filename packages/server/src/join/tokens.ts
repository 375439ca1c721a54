import {
  type CreatedJoinToken,
  fail,
  type JoinToken,
  type NewJoinToken,
} from '@mission-control/protocol'
import { hashSecret, newJoinToken } from '../auth/secrets.ts'
import type { Caller, Core } from '../core.ts'
import { newId } from '../ids.ts'
import { iso } from '../iso.ts'
import { audit } from '../store/audit.ts'
import {
  deleteJoinTokens,
  insertJoinToken,
  listJoinTokens,
  revokeJoinToken,
} from '../store/join-tokens.ts'
import type { JoinTokenRow } from '../store/schema.ts'

/** A token that is over is kept for so long, so that whoever pastes it is told why it lets nobody in; in ms. */
const TOLD_FOR = 30 * 24 * 3600 * 1000

/** Creates a token, shown here only. `lineFor`: the line to paste for it. */
export async function createJoinToken(
  core: Core,
  caller: Caller,
  { name, labels = [], uses, expiresInSeconds }: NewJoinToken,
  lineFor: (token: string) => string,
): Promise<CreatedJoinToken> {
  const token = newJoinToken()
  const at = core.now()
  const row = await core.store.write(async (tx) => {
    await deleteJoinTokens(tx, at - TOLD_FOR)
    const id = newId('jointoken')
    audit(tx, caller, { target: id })
    return await insertJoinToken(tx, {
      id,
      workspace_id: caller.workspaceId,
      user_id: caller.userId,
      hash: hashSecret(token),
      last4: token.slice(-4),
      name: name ?? null,
      labels: JSON.stringify(labels),
      uses,
      created_at: at,
      expires_at: at + expiresInSeconds * 1000,
    })
  })
  return { ...toJoinToken(row), token, command: lineFor(token) }
}

export async function getJoinTokens(core: Core, { workspaceId }: Caller): Promise<JoinToken[]> {
  return (await listJoinTokens(core.store.db, workspaceId, core.now())).map(toJoinToken)
}

export async function removeJoinToken(
  core: Core,
  { workspaceId }: Caller,
  id: string,
): Promise<void> {
  await core.store.write(async (tx) => {
    if (await revokeJoinToken(tx, workspaceId, id, core.now())) return
    fail('join_token_not_found', `There is no join token ${JSON.stringify(id)}.`)
  })
}

function toJoinToken(row: JoinTokenRow): JoinToken {
  return {
    id: row.id,
    name: row.name,
    labels: JSON.parse(row.labels),
    uses: row.uses,
    used: row.used,
    last4: row.last4,
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
  }
}
