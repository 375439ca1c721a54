import { Readable } from 'node:stream'
import type { OutputChunk } from '@mission-control/protocol'
import { chunkText } from '../../chunk-text.ts'
import type { Core } from '../../core.ts'
import { iso } from '../../iso.ts'
import { listOutput } from '../../store/output.ts'
import type { OutputRow } from '../../store/schema.ts'
import { requireTask } from '../../tasks/find.ts'
import type { Handlers } from '../handlers.ts'
import { jsonArray, pagesOf } from '../paged.ts'

/** Chunks read at first: 64 KiB each at most. */
const PAGE = 4
/** Says since when the output is gone, so that nobody takes it for a silent command. */
const REMOVED_HEADER = 'output-removed'

export function outputHandlers(core: Core): Handlers<'getOutput'> {
  return {
    async getOutput({ caller, params, query, request, reply }) {
      const task = await requireTask(core.store.db, caller.workspaceId, params.id!)
      const { after = 0, limit = Number.POSITIVE_INFINITY } = query
      const asText = prefersText(request.headers.accept)
      reply.header('x-content-type-options', 'nosniff')
      if (task.output_removed_at !== null) reply.header(REMOVED_HEADER, iso(task.output_removed_at))
      reply.type(asText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8')
      const pages = readChunks(core, task.run_id, after, limit)
      const body = asText ? bytesOf(pages) : jsonArray(pages, toChunk)
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

function toChunk({ seq, stream, at, data }: OutputRow): OutputChunk {
  return { seq, stream, at: new Date(at).toISOString(), data: chunkText(data) }
}

/**
 * Only a client that asks for text gets text. One that also takes JSON, as HTTP libraries do, gets
 * JSON.
 */
function prefersText(accept = ''): boolean {
  return /\btext\/plain\b/.test(accept) && !/\bapplication\/json\b/.test(accept)
}
