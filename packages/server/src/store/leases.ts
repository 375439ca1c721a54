import { sql } from 'kysely'
import { inWords } from './in-words.ts'
import type { Tx } from './schema.ts'

/** By the clock of the database, which all servers share; ms since 1970. */
const now = inWords<number>({
  sqlite: sql`cast(unixepoch('subsec') * 1000 as integer)`,
  postgres: sql`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`,
})

/** Takes or renews the lease for so many ms; false: another one has it, and its time isn't over. */
export async function takeLease(
  tx: Tx,
  { name, holder, ms }: { name: string; holder: string; ms: number },
): Promise<boolean> {
  const until = sql<number>`${now} + ${sql.lit(ms)}`
  const row = await tx
    .insertInto('leases')
    .values({ name, holder, until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, until })
        .where((eb) => eb.or([eb('leases.holder', '=', holder), eb('leases.until', '<', now)])),
    )
    .returning('name')
    .executeTakeFirst()
  return row !== undefined
}

/** For others to take it at once. */
export async function giveUpLease(tx: Tx, name: string, holder: string): Promise<void> {
  await tx.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute()
}
