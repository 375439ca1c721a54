import { type ApiKey, type CreatedApiKey, fail } from '@mission-control/protocol'
import type { AuthenticatedCaller, Core } from '../core.ts'
import { putKeyValue } from '../store/api-keys.ts'
import { holdName } from '../store/locks.ts'
import { noKey, requireKey, toApiKey } from './api-keys.ts'
import { hashSecret, newApiKey } from './secrets.ts'

/**
 * Gives a key another value, shown here only. The one that it has stays good for so long beside it, and
 * no earlier one. What is open ends: it may be open by a value that is over.
 */
export async function rotateApiKey(
  core: Core,
  caller: AuthenticatedCaller,
  id: string,
  oldValidForSeconds: number,
): Promise<CreatedApiKey> {
  const key = newApiKey()
  const at = core.now()
  const row = await core.store.write(async (tx) => {
    await holdName(tx, id)
    const seen = await requireKey(tx, caller, id)
    // Whoever gets its value acts as its owner: of a person, nobody else.
    const isOwn = seen.user_id === caller.userId
    if (!isOwn && !(seen.kind === 'service' && caller.scopes.has('admin'))) noKey(id)
    requireNoMore(caller, toApiKey(seen, at))
    await putKeyValue(tx, {
      id,
      hash: hashSecret(key),
      last4: key.slice(-4),
      previous_hash: oldValidForSeconds > 0 ? seen.hash : null,
      previous_until: oldValidForSeconds > 0 ? at + oldValidForSeconds * 1000 : null,
    })
    return await requireKey(tx, caller, id)
  })
  core.bus.publish('credential', id, null)
  return { ...toApiKey(row, at), key }
}

/** A key gets no other key's value by which it could do more than by its own, or for longer. */
function requireNoMore({ key, scopes, credentialId }: AuthenticatedCaller, wanted: ApiKey): void {
  if (wanted.id === credentialId) return
  const beyond = wanted.effectiveScopes.filter((scope) => !scopes.has(scope))
  if (beyond.length > 0) {
    fail(
      'not_allowed',
      `That key may more than you: it has ${beyond.join(', ')}. Its owner can rotate it: ${wanted.owner.name}.`,
    )
  }
  const end = wanted.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(wanted.expiresAt)
  if (end > (key?.expiresAt ?? Number.POSITIVE_INFINITY)) {
    fail(
      'not_allowed',
      `That key is good for longer than yours. Its owner can rotate it: ${wanted.owner.name}.`,
    )
  }
}
