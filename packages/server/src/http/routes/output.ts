import { Readable } from 'node:stream'
import type { OutputChunk } from '@mission-control/protocol'
import { chunkText } from '../../chunk-text.ts'
import type { Core } from '../../core.ts'
import { iso } from '../../iso.ts'
import { listOutput } from '../../store/output.ts'
import type { OutputRow } from '../../store/schema.ts'
import { requireTask } from '../../tasks/find.ts'
import type { Handlers } from '../handlers.ts'

/** Chunks read at a time: 64 KiB each at most. */
const PAGE = 64
/** Says since when there is nothing any more, so that it isn't taken for a silent command. */
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
      const chunks = readChunks(core, task.run_id, after, limit)
      return reply.send(Readable.from(asText ? bytesOf(chunks) : jsonOf(chunks)))
    },
  }
}

/** Page by page: chunks are only ever added, so what is read stays true. Without a run, none. */
async function* readChunks(core: Core, runId: string | null, after: number, limit: number) {
  if (runId === null) return
  let seq = after
  let left = limit
  while (left > 0) {
    const rows = await listOutput(core.store.db, runId, seq, Math.min(PAGE, left))
    yield* rows
    if (rows.length < PAGE) return
    seq = rows.at(-1)!.seq
    left -= rows.length
  }
}

async function* bytesOf(chunks: AsyncIterable<OutputRow>) {
  for await (const { data } of chunks) yield data
}

async function* jsonOf(chunks: AsyncIterable<OutputRow>) {
  let opening = '['
  for await (const row of chunks) {
    yield opening + JSON.stringify(toChunk(row))
    opening = ','
  }
  yield opening === '[' ? '[]' : ']'
}

function toChunk({ seq, stream, at, data }: OutputRow): OutputChunk {
  return { seq, stream, at: new Date(at).toISOString(), data: chunkText(data) }
}

/** Text is for those who ask for it; who takes JSON as well, as HTTP libraries do, gets JSON. */
function prefersText(accept = ''): boolean {
  return /\btext\/plain\b/.test(accept) && !/\bapplication\/json\b/.test(accept)
}
