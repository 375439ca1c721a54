import { Migrator } from 'kysely/migration'
import { StartError } from '../start-error.ts'
import { migrations } from './migrations/index.ts'
import type { Db } from './schema.ts'

/**
 * Brings the schema up to date, in one transaction: whatever ends it, it is as it was, or done. Refuses,
 * and changes nothing, when a newer version has written it.
 */
export async function migrate(db: Db): Promise<void> {
  await refuseNewer(db)
  const provider = { getMigrations: async () => migrations }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error) throw error
}

/** Throws {@link StartError} when a newer version has written the database. */
export async function refuseNewer(db: Db): Promise<void> {
  const unknown = (await executedNames(db)).filter((name) => !(name in migrations))
  if (unknown.length === 0) return
  throw new StartError(
    `The database was written by a newer Mission Control (it knows the schema step ${unknown.join(', ')}, this one doesn't). Start that version, or restore an older backup.`,
  )
}

async function executedNames(db: Db): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === 'kysely_migration')) return []
  const rows = await db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .execute()
  return rows.map((row) => row.name)
}
