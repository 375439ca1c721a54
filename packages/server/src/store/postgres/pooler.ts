import pg from 'pg'
import { StartError } from '../../start-error.ts'

/** How long a pooler may take to have a session free, in ms. */
const WITHIN_MS = 5_000

/**
 * Throws {@link StartError} if a pooler has each transaction done by another session of PostgreSQL. Locks,
 * settings and prepared statements belong to a session, and would be left behind in one of somebody else's: so before
 * there are any.
 */
export async function refuseWandering(client: pg.ClientBase, url: string): Promise<void> {
  const { processID } = client as unknown as { processID: number }
  // A pooler tells a number of its own.
  if ((await sessionOf(client)) === processID) return
  const other = new pg.Client({
    connectionString: url,
    application_name: 'mission-control',
    connectionTimeoutMillis: WITHIN_MS,
    query_timeout: WITHIN_MS,
  })
  other.on('error', () => undefined)
  try {
    await other.connect()
    const both = [client, other]
    const idle = [await sessionOf(client), await sessionOf(other)]
    // Two that are open at once never have one session, and what each has it keeps in a transaction.
    if (idle[0] === idle[1]) throw new StartError(WANDERS)
    for (const [at, each] of both.entries()) {
      await each.query('begin')
      if ((await sessionOf(each)) !== idle[at]) throw new StartError(WANDERS)
    }
    for (const each of both) await each.query('rollback')
  } finally {
    await other.end().catch(() => undefined)
  }
}

async function sessionOf(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]!.pid
}

const WANDERS =
  'A pooler in front of PostgreSQL has each transaction done by another session. Set it to session mode (PgBouncer: pool_mode = session), or name PostgreSQL itself in DATABASE_URL.'
