import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientBase } from 'pg'
import { StartError } from '../../start-error.ts'

/** The oldest that is tested. */
const OLDEST = 14
/** The first lane's lock, a number that nobody else's locks are likely to have; the others have those below. */
const LOCK = 6_202_611_270
/** A server that was killed holds its lock until PostgreSQL has noticed. */
const ATTEMPTS = 20
const BETWEEN_MS = 250
/** A server that is stopped in the middle of a transaction keeps its locks from the others for so long. */
const IDLE_MS = 4_000

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
 * Holds the database for this connection, as long as it lasts: alone, or beside others who share it. Every
 * write goes over such a connection, and each lane of a server has a lock of its own. So nobody comes in as
 * long as one of them is left. Throws {@link StartError} where it is held otherwise.
 */
export async function holdDatabase(
  client: ClientBase,
  lane: number,
  shared: boolean,
): Promise<void> {
  const lock = shared ? 'pg_try_advisory_lock_shared' : 'pg_try_advisory_lock'
  for (let attempt = 1; ; attempt++) {
    const { rows } = await client.query<{ held: boolean }>(`select ${lock}($1) as held`, [
      LOCK - lane,
    ])
    if (rows[0]!.held) break
    if (attempt === ATTEMPTS) throw new StartError(shared ? HELD_ALONE : HELD)
    await sleep(BETWEEN_MS)
  }
  // Who is gone without a word, as when the way was cut, must not hold it for hours.
  await client.query(
    'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3',
  )
  if (shared) await client.query(`set idle_in_transaction_session_timeout = ${IDLE_MS}`)
}

const HELD =
  'Another Mission Control is running on the database of DATABASE_URL. Stop it first, or give this one a database of its own. Several can share one if each is given NATS_URL.'
const HELD_ALONE =
  'A Mission Control that has no NATS_URL is running on the database of DATABASE_URL: it shares it with nobody. Stop it first.'
