import type { CreatedApiKey } from '@mission-control/protocol'
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
