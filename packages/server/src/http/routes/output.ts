import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Core } from '../../core.ts'
import { openingBlock } from '../../event-block.ts'
import { iso } from '../../iso.ts'
import { listOutput } from '../../store/output.ts'
import type { OutputRow, TaskRow } from '../../store/schema.ts'
import { toChunk } from '../../tasks/chunk.ts'
import { requireTask } from '../../tasks/find.ts'
import { followTask } from '../../tasks/follow.ts'
import type { EventStreams } from '../event-stream.ts'
import { wantsFrames, writeFrames } from '../frames.ts'
import type { Handlers, Input } from '../handlers.ts'
import { lastEventId } from '../last-event-id.ts'
import { jsonArray, pagesOf } from '../paged.ts'

/** Chunks read at first: 64 KiB each at most. */
const PAGE = 4
/** Says since when the output is gone, so that nobody takes it for a silent command. */
const REMOVED_HEADER = 'output-removed'

export function outputHandlers(core: Core, streams: EventStreams): Handlers<'getOutput'> {
  return {
    async getOutput({ caller, params, query, request, reply }) {
      const task = await requireTask(core.store.db, caller.workspaceId, params.id!)
      const { after = 0, limit = Number.POSITIVE_INFINITY, encoding } = query
      if (wantsFrames(request))
        return followOutput(core, streams, { caller, query, request, reply }, task)
      const asText = prefersText(request.headers.accept)
      reply.header('x-content-type-options', 'nosniff')
      if (task.output_removed_at !== null) reply.header(REMOVED_HEADER, iso(task.output_removed_at))
      reply.type(asText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8')
      const pages = readChunks(core, task.run_id, after, limit)
      const body = asText ? bytesOf(pages) : jsonArray(pages, (row) => toChunk(row, encoding))
      return reply.send(Readable.from(body, { highWaterMark: 1 }))
    },
  }
}

/** Chunks are only ever added, so what is read page by page stays true. Without a run, none. */
async function* readChunks(core: Core, runId: string | null, after: number, limit: number) {
  if (runId === null) return
  const { db } = core.store
  let left = limit
  const read = async (seq: number, most: number) => {
    const rows = await listOutput(db, runId, seq, Math.min(most, left))
    left -= rows.length
    return rows
  }
  const first = await read(after, PAGE)
  yield* pagesOf(
    first,
    ({ seq }, most) => read(seq, most),
    ({ data }) => data.length,
  )
}

async function* bytesOf(pages: AsyncIterable<OutputRow[]>) {
  for await (const page of pages) yield Buffer.concat(page.map(({ data }) => data))
}

/**
 * Streams from the chunk after the one that the reader has (its last event, or the parameter) to the task's
 * end.
 */
function followOutput(
  core: Core,
  streams: EventStreams,
  {
    caller,
    query,
    request,
    reply,
  }: Pick<Input<'getOutput'>, 'caller' | 'query' | 'request' | 'reply'>,
  task: TaskRow,
): FastifyReply {
  const after = lastEventId(request) ?? query.after ?? 0
  return streams.open(reply, caller, (stream) => {
    const { encoding = 'text' } = query
    stream.write(openingBlock('stream.cursor', after))
    return writeFrames(followTask(core, task, { signal: stream.signal, after, encoding }), stream)
  })
}

/**
 * Only a client that asks for text gets text. One that also takes JSON, as HTTP libraries do, gets
 * JSON.
 */
function prefersText(accept = ''): boolean {
  return /\btext\/plain\b/.test(accept) && !/\bapplication\/json\b/.test(accept)
}
