import type { Tx } from './schema.ts'

/** A name that no request's key can have. */
const NAME = { user_id: '', route: 'probe', key: '' }

/**
 * Writes and changes nothing in the end. An update to the same value wouldn't do: it need not reach the disk.
 */
export async function writeProbe(tx: Tx): Promise<void> {
  const rest = { fingerprint: '', status: 0, body: null, effect: null, created_at: 0 }
  await tx
    .insertInto('idempotency_keys')
    .values({ ...NAME, ...rest })
    .execute()
  await tx
    .deleteFrom('idempotency_keys')
    .where('user_id', '=', NAME.user_id)
    .where('route', '=', NAME.route)
    .where('key', '=', NAME.key)
    .execute()
}
