import { tryName } from './locks.ts'
import { prepared, unanswered } from './prepared.ts'
import type { Db, IdempotencyKeyRow, Tx } from './schema.ts'

type Name = Pick<IdempotencyKeyRow, 'user_id' | 'route' | 'key'>

const selectKey = prepared((db, by: Name & { since: number }) =>
  db
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('user_id', '=', by.user_id)
    .where('route', '=', by.route)
    .where('key', '=', by.key)
    .where('created_at', '>', by.since),
)

/** The key's row, if it is younger than `since`. */
export async function findIdempotencyKey(
  db: Db,
  name: Name,
  since: number,
): Promise<IdempotencyKeyRow | undefined> {
  const [row] = await selectKey(db, { ...name, since })
  return row
}

/**
 * Claims a key until the commit. `taken`: another server is about to answer its first request; else what has
 * been answered, or that nothing has.
 */
export async function claimKey(
  tx: Tx,
  name: Name,
  since: number,
): Promise<IdempotencyKeyRow | 'free' | 'taken'> {
  const { user_id, route, key } = name
  const [isFree, kept] = await Promise.all([
    tryName(tx, JSON.stringify([user_id, route, key])),
    // Sent behind it: what was written before the lock was free is found.
    findIdempotencyKey(tx, name, since),
  ])
  return kept ?? (isFree ? 'free' : 'taken')
}

const replaceKey = unanswered((db, row: IdempotencyKeyRow) =>
  db
    .insertInto('idempotency_keys')
    .values({
      user_id: row.user_id,
      route: row.route,
      key: row.key,
      fingerprint: row.fingerprint,
      status: row.status,
      body: row.body,
      effect: row.effect,
      created_at: row.created_at,
    })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'route', 'key']).doUpdateSet((eb) => ({
        fingerprint: eb.ref('excluded.fingerprint'),
        status: eb.ref('excluded.status'),
        body: eb.ref('excluded.body'),
        effect: eb.ref('excluded.effect'),
        created_at: eb.ref('excluded.created_at'),
      })),
    ),
)

/** An older row of the key has expired: it goes. */
export async function putIdempotencyKey(tx: Tx, row: IdempotencyKeyRow): Promise<void> {
  await replaceKey(tx, row)
}
