import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientBase } from 'pg'
import { StartError } from '../../start-error.ts'

/** The oldest that is tested. */
const OLDEST = 14
/** The lock's name, a number that nobody else's locks are likely to have. */
const LOCK = 6_202_611_270
/** A server that was killed holds its lock until PostgreSQL has noticed. */
const ATTEMPTS = 20
const BETWEEN_MS = 250

/** Throws {@link StartError} where an acknowledged write might be lost, or the version is too old. */
export async function refuseUnfit(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: string; commit: string; encoding: string }>(
    `select current_setting('server_version_num') as version,
      current_setting('synchronous_commit') as commit,
      current_setting('server_encoding') as encoding`,
  )
  const { version, commit, encoding } = rows[0]!
  const major = Math.floor(Number(version) / 10_000)
  if (major < OLDEST) {
    throw new StartError(`PostgreSQL ${OLDEST} or newer is needed, this is ${major}.`)
  }
  if (encoding !== 'UTF8') {
    throw new StartError(
      `The database of DATABASE_URL must have the encoding UTF8, not ${encoding}.`,
    )
  }
  if (!['on', 'remote_apply'].includes(commit)) {
    throw new StartError(
      `PostgreSQL has synchronous_commit = ${commit}: what is acknowledged could be lost. Set it to on.`,
    )
  }
}

/**
 * Holds the database for this connection alone, as long as it lasts. Every write goes over such a
 * connection, so no two servers write. Throws {@link StartError} where another one holds it.
 */
export async function hold(client: ClientBase): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { rows } = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock($1) as held',
      [LOCK],
    )
    if (rows[0]!.held) return
    if (attempt === ATTEMPTS) break
    await sleep(BETWEEN_MS)
  }
  throw new StartError(
    'Another Mission Control is running on the database of DATABASE_URL. Stop it first, or give this one a database of its own.',
  )
}
