import { createHash } from 'node:crypto'
import { Client } from 'pg'

/** The address of a PostgreSQL on which the tests' servers are to store; unset: they store in SQLite. */
export const POSTGRES = process.env.MISSION_CONTROL_TEST_POSTGRES

/** The variables by which a server stores where it is to: each data directory has a database of its own. */
export async function storeOf(dataDir: string): Promise<NodeJS.ProcessEnv> {
  if (POSTGRES === undefined) return {}
  const name = `test_${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`
  await makeDatabase(POSTGRES, name)
  return { DATABASE_URL: Object.assign(new URL(POSTGRES), { pathname: `/${name}` }).href }
}

/** Unless it is there. */
async function makeDatabase(url: string, name: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rows.length === 0) await client.query(`create database ${name}`)
  } finally {
    await client.end()
  }
}
