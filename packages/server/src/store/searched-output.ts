import { sql } from 'kysely'
import { prepared } from './prepared.ts'
import type { Db, OutputRow } from './schema.ts'

/** How much of a run's output is searched, in bytes: half at its beginning, half at its end. */
export const SEARCHED_OUTPUT = 2 ** 20

const selectSize = prepared((db, by: { runId: string }) =>
  db
    .selectFrom('runs')
    .select([
      'seq',
      sql<number>`stdout_bytes + stderr_bytes + system_bytes + agent_bytes`.as('bytes'),
    ])
    .where('id', '=', by.runId),
)

/** Chunks that are looked at, at the beginning and at the end. */
const CHUNKS = 4096
/** Chunks that are read at a time. */
const PAGE = 16

export interface SearchedOutput {
  head: OutputRow[]
  /** Empty, unless something lies between. */
  tail: OutputRow[]
}

/** The part of a run's output that is searched. */
export async function searchedOutput(db: Db, runId: string): Promise<SearchedOutput> {
  const [size] = await selectSize(db, { runId })
  if (!size || size.seq === 0) return { head: [], tail: [] }
  const whole = size.bytes <= SEARCHED_OUTPUT && size.seq <= 2 * CHUNKS
  if (whole) return { head: await readChunks(db, runId, 'asc', SEARCHED_OUTPUT), tail: [] }
  const head = await readChunks(db, runId, 'asc', SEARCHED_OUTPUT / 2)
  const last = head.at(-1)?.seq ?? 0
  const tail = await readChunks(db, runId, 'desc', SEARCHED_OUTPUT / 2)
  return { head, tail: tail.filter(({ seq }) => seq > last).reverse() }
}

const selectChunks = prepared((db, by: { runId: string; seq: number }, way) =>
  db
    .selectFrom('output')
    .selectAll()
    .where('run_id', '=', by.runId)
    .where('seq', way === 'asc' ? '>' : '<', by.seq)
    .orderBy('seq', way === 'asc' ? 'asc' : 'desc')
    .limit(sql.lit(PAGE)),
)

async function readChunks(db: Db, runId: string, way: 'asc' | 'desc', most: number) {
  const chunks: OutputRow[] = []
  let bytes = 0
  let seq = way === 'asc' ? 0 : Number.MAX_SAFE_INTEGER
  while (chunks.length < 2 * CHUNKS) {
    const page = await selectChunks(db, { runId, seq }, way)
    for (const chunk of page) {
      bytes += chunk.data.length
      if (bytes > most) return chunks
      chunks.push(chunk)
    }
    if (page.length < PAGE) break
    seq = page.at(-1)!.seq
  }
  return chunks
}
