import { createHash } from 'node:crypto'
import { Client } from 'pg'

/** The address of a PostgreSQL on which the tests' servers are to store; unset: they store in SQLite. */
export const POSTGRES = process.env.MISSION_CONTROL_TEST_POSTGRES

/** The address of a NATS by which the tests' servers are replicas, each the only one of its fleet; unset: they are alone. */
export const NATS = process.env.MISSION_CONTROL_TEST_NATS

/** The variables of a server that stores in SQLite, wherever the others do. */
export const ON_SQLITE = { DATABASE_URL: '', NATS_URL: '' }

/** What replicas encrypt agents' keys with. */
export const SECRET_KEY = 'test-secret-'.repeat(4)

/** Who has the same key is of one fleet, and counts wrong passwords together. */
const asReplica = (nats: string, dataDir: string): NodeJS.ProcessEnv => ({
  NATS_URL: nats,
  MISSION_CONTROL_SECRET_KEY: SECRET_KEY + nameOf(dataDir),
  MISSION_CONTROL_LOCAL_DESKTOP: 'on',
})

/** The variables by which a server stores where it is to: each data directory has a database of its own. */
export async function storeOf(dataDir: string): Promise<NodeJS.ProcessEnv> {
  if (POSTGRES === undefined) return {}
  const [url, name] = [urlOf(POSTGRES, dataDir), nameOf(dataDir)]
  const known = await ask(POSTGRES, `select 1 from pg_database where datname = '${name}'`)
  if (known.length === 0) await ask(POSTGRES, `create database ${name}`)
  return { DATABASE_URL: url, ...(NATS !== undefined && asReplica(NATS, dataDir)) }
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
  return Object.assign(new URL(server), { pathname: `/${nameOf(dataDir)}` }).href
}

function nameOf(dataDir: string): string {
  return `test_${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`
}
