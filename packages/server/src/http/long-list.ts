import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Core } from '../core.ts'
import { activityHead } from '../store/activity.ts'
import type { Db } from '../store/schema.ts'
import { CURSOR_HEADER } from './cursor.ts'
import { linkNext } from './link-next.ts'
import { jsonArray, pageOf, pagesOf } from './paged.ts'

/** How many rows to read first: if these are all, and small enough, the list goes out in one piece. */
const FIRST = 100

/** A list that may be longer than fits an answer made at once, newest first. */
export interface LongList<Row extends { id: string }, T> {
  workspaceId: string
  /** The requested part: one page or, without `limit`, everything after `cursor`. */
  query: { limit?: number | undefined; cursor?: string | undefined }
  /** The other parameters of the request, which the link to the next page repeats. */
  filter: Record<string, string | undefined>
  /** Reads the rows that follow the id, or the newest. */
  read(db: Db, before: string | undefined, limit: number): Promise<Row[]>
  /** Reads only the ids; left out if no page has more than 100 rows. */
  readIds?(db: Db, before: string | undefined, limit: number): Promise<{ id: string }[]>
  present(row: Row): T
  /** About how many bytes a row takes in the answer. */
  sizeOf(row: Row): number
}

/** The page or the whole list, with its place in the activity log. */
export async function answerList<Row extends { id: string }, T>(
  { store }: Core,
  reply: FastifyReply,
  { workspaceId, query, filter, read, readIds = read, present, sizeOf }: LongList<Row, T>,
): Promise<T[] | FastifyReply> {
  const { limit = Number.POSITIVE_INFINITY, cursor } = query
  const { found, last } = await store.snapshot(async (db) => {
    reply.header(CURSOR_HEADER, await activityHead(db, workspaceId))
    const found = await read(db, cursor, Math.min(limit, FIRST) + 1)
    if (found.length <= FIRST && found.length <= limit) return { found, last: null }
    if (limit === Number.POSITIVE_INFINITY) return { found, last: null }
    const ids = limit <= FIRST ? found : await readIds(db, cursor, limit + 1)
    return { found, last: ids.length > limit ? ids[limit - 1]!.id : null }
  })
  if (last !== null) linkNext(reply, { limit, cursor: last, ...filter })
  const rows = found.slice(0, limit)
  const first = pageOf(rows, sizeOf)
  if (first.length === rows.length && rows.length <= FIRST) return rows.map(present)
  // Page by page as the client takes it, so that no read lasts as long as a slow client. It is exact
  // with the cursor, which is taken with the first page: ids are made in the order of commits, so what
  // is created later isn't among those that follow, and none comes twice; what changes or goes
  // meanwhile is among the events behind the cursor.
  const readOn = async ({ id }: Row, most: number) => {
    const next = await read(store.db, id, most)
    return last === null ? next : next.filter((row) => row.id >= last)
  }
  const pages = pagesOf(first, readOn, sizeOf)
  reply.type('application/json; charset=utf-8')
  return reply.send(Readable.from(jsonArray(pages, present), { highWaterMark: 1 }))
}
