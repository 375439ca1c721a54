import { sql } from 'kysely'
import { inWords } from './in-words.ts'
import type { Tx } from './schema.ts'

/** By the clock of the database, which all servers share; ms since 1970. */
const now = inWords<number>({
  sqlite: sql`cast(unixepoch('subsec') * 1000 as integer)`,
  postgres: sql`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`,
})

/** Between two who hold it so much may pass that nobody misses, in ms. */
const GAP = 5_000

/** By the clock of the database, in ms since 1970. */
export interface Held {
  now: number
  /** Since then it was held without a gap, by whomever. */
  since: number
}

/** Takes or renews the lease for so many ms; undefined: another one has it, and its time isn't over. */
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

/** For others to take it at once. */
export async function giveUpLease(tx: Tx, name: string, holder: string): Promise<void> {
  await tx
    .updateTable('leases')
    .set({ until: sql<number>`${now} - 1` })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .execute()
}
