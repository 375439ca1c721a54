import type { ClientBase } from 'pg'
import { StartError } from '../../start-error.ts'

/** The lease that holds, in place of a server, which database this was when it was last written. */
const NAME = 'database'
/** More than could be lost of what was acknowledged: by so much numbers are raised that must not come twice. */
const EVENTS = 1_000_000
const EPOCHS = 1_000

const DATABASE = '(select oid from pg_database where datname = current_database())'
/** Another server, or another line of its history: a standby that was promoted, a backup that was restored. */
const SERVER =
  '(select system_identifier from pg_control_system()), left(pg_walfile_name(pg_current_wal_lsn()), 8)'
/** Where others run PostgreSQL they may have taken these functions away: its codes for that. */
const WITHHELD = ['42501', '42883', '0A000']

/**
 * Whether the database is still the one that was written before. If it isn't, the last of what was acknowledged may be
 * missing. Then the numbers of events and of connections are raised, in one transaction and before anything
 * else is written: no number is given twice, so whoever has seen what is missing is told to begin anew.
 */
export class Identity {
  #known: string | undefined
  /** How often it was another one, as far as this server has noticed. */
  turns = 0

  /** When the schema is there. */
  async begin(client: ClientBase): Promise<void> {
    const identity = await settle(client)
    if (identity === null) throw new StartError(NO_WRITES)
    this.#known = identity
  }

  /** With each connection that writes, before it does. */
  async look(client: ClientBase): Promise<void> {
    if (this.#known === undefined) return
    const identity = await settle(client)
    if (identity === null || identity === this.#known) return
    this.#known = identity
    this.turns++
  }
}

const NO_WRITES =
  'The database of DATABASE_URL takes no writes: PostgreSQL is a standby there, or its default_transaction_read_only is on. Name a server that takes writes. Nothing was changed.'

async function settle(client: ClientBase): Promise<string | null> {
  const identity = await read(client)
  if (identity === null || (await recorded(client)) === identity) return identity
  await client.query('begin')
  try {
    // One server does it.
    await client.query('lock table leases in exclusive mode')
    const before = await recorded(client)
    if (before !== undefined && before !== identity) {
      await client.query('update workspaces set last_activity = last_activity + $1::bigint', [
        EVENTS,
      ])
      await client.query('update desktops set epoch = epoch + $1::bigint', [EPOCHS])
    }
    await client.query(
      `insert into leases (name, holder, until) values ($1, $2, 0)
        on conflict (name) do update set holder = $2`,
      [NAME, identity],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
  return identity
}

async function read(client: ClientBase): Promise<string | null> {
  try {
    return await readParts(client, `${SERVER}, ${DATABASE}`)
  } catch (error) {
    if (WITHHELD.includes((error as { code?: string }).code ?? '')) {
      return await readParts(client, DATABASE)
    }
    throw error
  }
}

/** Null while it takes no writes. */
async function readParts(client: ClientBase, parts: string): Promise<string | null> {
  const { rows } = await client.query<{ identity: string | null }>(
    `select case current_setting('transaction_read_only') when 'off'
      then concat_ws(' ', ${parts}) end as identity`,
  )
  return rows[0]!.identity
}

async function recorded(client: ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ holder: string }>(
    'select holder from leases where name = $1',
    [NAME],
  )
  return rows[0]?.holder
}
