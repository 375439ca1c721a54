import type { Tx } from './schema.ts'

/** In no key that a request could have. */
const NAME = { user_id: '', route: 'probe', key: '' }

/** Changes nothing in the end, and yet has to be written: an update to what is already there has not. */
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
