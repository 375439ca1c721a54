import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import { StartError } from '../../start-error.ts'

/** The first half of an advisory lock's number, which nobody else is likely to use; the second is the fleet's. */
const FLEETS = 620_261_127

/**
 * Notes, for as long as the connection lasts, which key this server has. Throws {@link StartError} while one with
 * another is at work: neither would hear the other, nor read what it has sealed.
 */
export async function joinFleet(client: ClientBase, fleet: string): Promise<void> {
  const number = createHash('sha256').update(fleet).digest().readUInt32BE() >>> 1
  await client.query('select pg_advisory_lock_shared($1, $2)', [FLEETS, number])
  const { rows } = await client.query(
    `select from pg_locks where locktype = 'advisory' and objsubid = 2
      and classid = $1::bigint::oid and objid <> $2::bigint::oid
      and database = (select oid from pg_database where datname = current_database()) limit 1`,
    [FLEETS, number],
  )
  if (rows.length > 0) throw new StartError(ANOTHER_KEY)
}

const ANOTHER_KEY =
  'A Mission Control that has another MISSION_CONTROL_SECRET_KEY is running on the database of DATABASE_URL. Servers that share a database need the same one.'
