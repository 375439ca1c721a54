import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Core } from '../core.ts'
import { activityHead } from '../store/activity.ts'
import type { Db } from '../store/schema.ts'
import { CURSOR_HEADER } from './cursor.ts'
import { linkNext } from './link-next.ts'
import { jsonArray, pagesOf } from './paged.ts'

/** Rows on a page where nobody says how many. */
const PAGE = 100

/** A list that may be longer than fits an answer made at once, newest first. */
export interface LongList<Row extends { id: string }, T> {
  workspaceId: string
  /** What was asked for: one page of it, or, without `limit`, all that is behind `cursor`. */
  query: { limit?: number | undefined; cursor?: string | undefined }
  /** What else was asked for, which the next page keeps. */
  filter: Record<string, string | undefined>
  /** Those behind the id, or the newest. */
  read(db: Db, before: string | undefined, limit: number): Promise<Row[]>
  present(row: Row): T
  /** About how many bytes a row is answered with. */
  sizeOf(row: Row): number
}

/** The page or the whole list, with its place in the activity log. */
export async function answerList<Row extends { id: string }, T>(
  { store }: Core,
  reply: FastifyReply,
  { workspaceId, query: { limit, cursor }, filter, read, present, sizeOf }: LongList<Row, T>,
): Promise<T[] | FastifyReply> {
  const first = await store.snapshot(async (db) => {
    reply.header(CURSOR_HEADER, await activityHead(db, workspaceId))
    return await read(db, cursor, limit === undefined ? PAGE : limit + 1)
  })
  if (limit !== undefined) {
    const page = first.slice(0, limit)
    if (first.length > limit) linkNext(reply, { limit, cursor: page.at(-1)!.id, ...filter })
    return page.map(present)
  }
  if (first.length < PAGE) return first.map(present)
  // Page by page as the client takes it, so that no read lasts as long as a slow client. It is exact
  // with the cursor, which is taken with the first page: ids are made in the order of commits, so what
  // is created later isn't among those that follow, and none comes twice; what changes or goes
  // meanwhile is among the events behind the cursor.
  const pages = pagesOf(first, (last, most) => read(store.db, last.id, most), sizeOf)
  reply.type('application/json; charset=utf-8')
  return reply.send(Readable.from(jsonArray(pages, present), { highWaterMark: 1 }))
}
