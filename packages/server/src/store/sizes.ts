import { sql } from 'kysely'
import { engineOf } from './engine.ts'
import { sizeInPostgres } from './postgres/size.ts'
import type { Db, Schema } from './schema.ts'

/** What may become large, and the bytes that a row of it has. */
const PARTS = {
  output: sql<number>`length(data)`,
  activity: sql<number>`octet_length(payload)`,
  // The hash, the ids and the rest, which is short.
  audit: sql<number>`300`,
  tasks: sql<number>`octet_length(content) + coalesce(octet_length(result), 0)`,
  approvals: sql<number>`coalesce(octet_length(request), 0)`,
  evidence: sql<number>`octet_length(evidence)`,
} as const satisfies Partial<Record<keyof Schema, unknown>>

/** Bytes of a row that are not its content: its key, and its lines in indexes. */
const ROW = 120
/** Rows that are looked at: exact figures would take as long as reading the whole database. */
const SAMPLES = 50

export type Part = keyof typeof PARTS

/** About how much each part takes, from rows at equal distances; the largest first. */
export async function estimateSizes(db: Db): Promise<{ part: Part; bytes: number }[]> {
  const sizes = []
  for (const part of Object.keys(PARTS) as Part[]) {
    sizes.push({ part, bytes: await ESTIMATES[engineOf(db)](db, part) })
  }
  return sizes.sort((one, other) => other.bytes - one.bytes)
}

/** How each engine is asked. */
const ESTIMATES = { sqlite: estimateBySamples, postgres: sizeInPostgres }

async function estimateBySamples(db: Db, part: Part): Promise<number> {
  const [first, last] = [await edge(db, part, 'asc'), await edge(db, part, 'desc')]
  if (first === undefined || last === undefined) return 0
  const width = last - first + 1
  let [bytes, found] = [0, 0]
  for (let i = 0; i < SAMPLES; i++) {
    const at = first + Math.floor((width * (i + 0.5)) / SAMPLES)
    const row = await sql<{ rowid: number; bytes: number }>`
      select rowid, ${PARTS[part]} as bytes from ${sql.table(part)} where rowid >= ${at} limit 1
    `.execute(db)
    const [next] = row.rows
    if (!next) continue
    bytes += next.bytes + ROW
    // Assumes that the sampled numbers have rows as often as all numbers do.
    if (next.rowid === at) found++
  }
  return Math.round((bytes / SAMPLES) * ((width * found) / SAMPLES))
}

async function edge(db: Db, part: Part, way: 'asc' | 'desc'): Promise<number | undefined> {
  const { rows } = await sql<{ rowid: number }>`
    select rowid from ${sql.table(part)} order by rowid ${sql.raw(way)} limit 1
  `.execute(db)
  return rows[0]?.rowid
}
