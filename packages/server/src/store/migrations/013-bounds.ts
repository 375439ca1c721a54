import { type Kysely, sql } from 'kysely'
import { engineOf } from '../engine.ts'

const MIB = 1024 * 1024

/** The most that an honest fleet can come to; sizes in MiB. */
const FLEET = { cores: 1e8, size: 1e15 }

/**
 * Where a runner lies, and why it was cut off. What earlier versions took from runners without a limit
 * goes, as far as no honest runner can have said it: it made whole lists slow or impossible to read.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('desktops').addColumn('place', 'text').execute()
  await db.schema.alterTable('desktops').addColumn('problem', 'text').execute()
  // No earlier version has written to PostgreSQL.
  if (engineOf(db) !== 'sqlite') return

  for (const change of [
    // It is said anew with the next hello.
    sql`update desktops set metrics = null`,
    sql`update desktops set agent = null, agent_ready = 0 where octet_length(agent) > ${MIB}`,
    sql`update desktops set presets = '[]' where octet_length(presets) > ${MIB}`,
    sql`update desktops set ip_address = null where octet_length(ip_address) > 1000`,
    sql`update desktops set last_dispatch =
        (select coalesce(max(dispatch), 0) from runs where desktop_id = desktops.id)
      where last_dispatch > 1000000000000`,
    // They are kept for a day.
    sql`delete from desktop_metrics where min(cpu, memory, disk) < 0 or max(cpu, memory, disk) > 100`,
    sql`delete from fleet_metrics where
      min(cores, busy_cores, memory_used, memory_total, disk_used, disk_total) < 0 or
      max(cores, busy_cores) > ${FLEET.cores} or
      max(memory_used, memory_total, disk_used, disk_total) > ${FLEET.size}`,
    sql`update tasks set result = substr(result, 1, 65536) || ' … (the rest was too long to be kept)'
      where octet_length(result) > ${MIB}`,
    sql`update tasks set error_message = substr(error_message, 1, 8000) || ' … (the rest was too long to be kept)'
      where octet_length(error_message) > ${MIB}`,
    sql`update tasks set usage = null where usage is not null and (
      usage ->> 'costUsd' > 1000000 or usage ->> 'inputTokens' > 1000000000000 or
      usage ->> 'outputTokens' > 1000000000000 or usage ->> 'steps' > 1000000000000)`,
    sql`update approvals set request =
        '{"tool":"unknown","title":"A question that was too long to be kept","input":null,"subject":null,"options":["no"]}'
      where octet_length(request) > ${MIB}`,
    sql`update activity set payload =
        json_replace(payload, '$.title', 'too long to be kept', '$.error.message', 'too long to be kept')
      where octet_length(payload) > ${MIB}`,
  ]) {
    await change.execute(db)
  }
}
