import { createHash } from 'node:crypto'
import { Client } from 'pg'

/** The address of a PostgreSQL on which the tests' servers are to store; unset: they store in SQLite. */
export const POSTGRES = process.env.MISSION_CONTROL_TEST_POSTGRES

/** The address of a NATS by which the tests' servers are replicas, each the only one of its fleet; unset: they are alone. */
export const NATS = process.env.MISSION_CONTROL_TEST_NATS

/** The variables of a server that stores in SQLite, wherever the others do. */
export const ON_SQLITE = { DATABASE_URL: '', NATS_URL: '' }

/** What replicas encrypt agents' keys with. */
const SECRET_KEY = 'test-secret-'.repeat(4)

/** The variables of a server that shares a database and a NATS with others. */
export function environmentBy({
  postgres,
  nats,
}: Record<'postgres' | 'nats', { url: string }>): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: postgres.url,
    NATS_URL: nats.url,
    MISSION_CONTROL_SECRET_KEY: SECRET_KEY,
  }
}

/** Who has the same key is of one fleet, and counts wrong passwords together. */
const asReplica = (nats: string, dataDir: string): NodeJS.ProcessEnv => ({
  NATS_URL: nats,
  MISSION_CONTROL_SECRET_KEY: SECRET_KEY + nameOf(dataDir),
  MISSION_CONTROL_LOCAL_DESKTOP: 'on',
})

/** The variables by which a server stores where it is to: each data directory has a database of its own. */
export async function storeOf(dataDir: string): Promise<NodeJS.ProcessEnv> {
  if (POSTGRES === undefined) return {}
  const name = nameOf(dataDir)
  const known = await ask(POSTGRES, `select 1 from pg_database where datname = '${name}'`)
  if (known.length === 0) await createDatabase(POSTGRES, name)
  return {
    DATABASE_URL: databaseAt(POSTGRES, name),
    ...(NATS !== undefined && asReplica(NATS, dataDir)),
  }
}

/** Asks PostgreSQL for the rows of one statement, or has it do several. */
export async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** The address of a data directory's database. */
export function urlOf(server: string, dataDir: string): string {
  return databaseAt(server, nameOf(dataDir))
}

/** The address of the database of that name, of a PostgreSQL that is known by the address of another one. */
export function databaseAt(server: string, name: string): string {
  return Object.assign(new URL(server), { pathname: `/${name}` }).href
}

/** Makes a database that is empty, and resolves with its address. */
export async function createDatabase(server: string, name: string): Promise<string> {
  await ask(server, `create database ${name}`)
  return databaseAt(server, name)
}

function nameOf(dataDir: string): string {
  return `test_${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`
}
