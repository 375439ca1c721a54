import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { StartError } from '../start-error.ts'
import { engineOf } from './engine.ts'
import { migrations } from './migrations/index.ts'
import { MOVE_UNDER_WAY } from './move/under-way.ts'
import { endOthers, holdTables } from './postgres/others.ts'
import { DatabaseAwayError, isLostRace } from './refusal.ts'
import type { Db } from './schema.ts'
import { TEMPORARY_IN_FILES, TEMPORARY_IN_MEMORY } from './sqlite.ts'

/** An advisory lock's number, unlikely to be used by anybody else. */
const LOCK = 6_202_611_271

/**
 * How often to try: servers of the version before may hold what a step needs, or end this session as they
 * start.
 */
const ATTEMPTS = 5

/**
 * Brings the schema up to date, in one transaction: all of it happens, or nothing. Throws, and changes
 * nothing, if a newer version has written the schema.
 */
export async function migrate(db: Db): Promise<void> {
  if (engineOf(db) === 'sqlite') return await takeStepsAlone(db)
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(takeStepsBeside)
    } catch (error) {
      const isPassing = isLostRace(error) || error instanceof DatabaseAwayError
      if (!isPassing || attempt === ATTEMPTS) throw explained(error)
    }
  }
}

/** PostgreSQL's codes for what the owner of the database can mend. */
const WAYS_OUT: Record<string, string> = {
  '42501': 'Its user must be allowed to create tables, and own those that are there',
  '42P07': 'Give it a database of its own',
  '25006': 'Name a server that takes writes',
  '3F000': 'Make a schema for its user',
}

function explained(error: unknown): unknown {
  const { code = '', message } = error as { code?: string; message: string }
  const wayOut = WAYS_OUT[code]
  if (wayOut === undefined) return error
  return new StartError(
    `The database of DATABASE_URL can't be used: ${message}. ${wayOut}. Nothing was changed.`,
  )
}

async function takeSteps(db: Db): Promise<void> {
  await refuseNewer(db)
  const provider = { getMigrations: async () => migrations }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error) throw error
}

/** A step may make an index of millions of rows, which are sorted in files. */
async function takeStepsAlone(db: Db): Promise<void> {
  await sql.raw(TEMPORARY_IN_FILES).execute(db)
  await takeSteps(db)
  await sql.raw(TEMPORARY_IN_MEMORY).execute(db)
}

/** One server at a time, while those of the version before may be at work. */
async function takeStepsBeside(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(db)
  const before = await executedSteps(db)
  if (before.length === Object.keys(migrations).length) return
  const isInUse = before.length > 0
  await sql`set local enable_seqscan = on`.execute(db)
  // Lock the tables before the first step: later, two that wait for each other could undo a step, which isn't
  // repeated.
  if (isInUse) await holdTables(db)
  await takeSteps(db)
  if (isInUse) await endOthers(db)
}

/** Throws {@link StartError} when a newer version has written the database, or a move into it isn't over. */
export async function refuseNewer(db: Db): Promise<void> {
  await executedSteps(db)
}

/** Throws {@link StartError} unless the schema is that of this version. */
export async function refuseOther(db: Db): Promise<void> {
  if ((await executedSteps(db)).length === Object.keys(migrations).length) return
  throw new StartError(
    'The database is not of this version. Start this version on it once, stop it, and move then.',
  )
}

/**
 * The schema steps of this version that the database lacks. One that a newer version has brought further
 * still serves this one: that is how replicas are upgraded one after the other.
 */
export async function missingSteps(db: Db): Promise<string[]> {
  const executed = new Set(await executedNames(db))
  return Object.keys(migrations).filter((name) => !executed.has(name))
}

/**
 * The steps of a newer version that take something away which this one needs: such a step says so in its name.
 * A step that only adds serves both.
 */
export async function contractingSteps(db: Db): Promise<string[]> {
  const executed = await executedNames(db)
  return executed.filter((name) => !(name in migrations) && /^\d+-contract-/.test(name))
}

/** The schema steps that the database has, all of which this version knows. Throws as {@link refuseNewer}. */
async function executedSteps(db: Db): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  const has = (table: string) => tables.some(({ name }) => name === table)
  if (has(MOVE_UNDER_WAY)) {
    throw new StartError(
      'The move into this database was stopped before its end. Go on with it by the same mission-control move, or give the server another database.',
    )
  }
  const executed = has('kysely_migration') ? await executedNames(db) : []
  const unknown = executed.filter((name) => !(name in migrations))
  if (unknown.length === 0) return executed
  throw new StartError(
    `The database was written by a newer Mission Control (it knows the schema step ${unknown.join(', ')}, this one doesn't). Start that version, or restore an older backup.`,
  )
}

async function executedNames(db: Db): Promise<string[]> {
  const rows = await db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .execute()
  return rows.map((row) => row.name)
}
