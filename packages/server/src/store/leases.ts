import { sql } from 'kysely'
import { databaseNow as now } from './clock.ts'
import type { Tx } from './schema.ts'

/** A pause of this length between two holders, in ms, doesn't count as a gap. */
const GAP = 5_000

/** How long a lease has been held, by the database's clock, in ms since 1970. */
export interface Held {
  now: number
  /** When its holders' unbroken time began, whoever they were. */
  since: number
}

/** Takes or renews the lease for `ms`; undefined: another server holds it, and it hasn't run out. */
export async function takeLease(
  tx: Tx,
  { name, holder, ms }: { name: string; holder: string; ms: number },
): Promise<Held | undefined> {
  const until = sql<number>`${now} + ${sql.lit(ms)}`
  const since = sql<number>`case when leases.until < ${now} - ${sql.lit(GAP)} then ${now}
    else coalesce(leases.since, ${now}) end`
  return await tx
    .insertInto('leases')
    .values({ name, holder, until, since: now })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, until, since })
        .where((eb) => eb.or([eb('leases.holder', '=', holder), eb('leases.until', '<', now)])),
    )
    .returning([sql<number>`since`.as('since'), now.as('now')])
    .executeTakeFirst()
}

/** Gives the lease up, so that others can take it at once. */
export async function giveUpLease(tx: Tx, name: string, holder: string): Promise<void> {
  await tx
    .updateTable('leases')
    .set({ until: sql<number>`${now} - 1` })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .execute()
}
