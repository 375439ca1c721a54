import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { auditExport } from '../../audit/export.ts'
import type { Core } from '../../core.ts'
import { toAuditEntry } from '../../store/audit.ts'
import { listAudit } from '../../store/audit-log.ts'
import type { Handlers } from '../handlers.ts'
import { linkNext } from '../link-next.ts'

const PAGE = 100

export function auditHandlers(core: Core): Handlers<'listAudit'> {
  return {
    async listAudit({ caller: { workspaceId }, query, request, reply }) {
      const { limit = PAGE, cursor, ...filter } = query
      const range = { ...filter, after: timeOf(filter.after), before: timeOf(filter.before) }
      if (wantsLines(request)) {
        reply.type('application/x-ndjson; charset=utf-8')
        const lines = auditExport(core.store, workspaceId, range)
        return reply.send(Readable.from(lines, { highWaterMark: 1 }))
      }
      const rows = await listAudit(core.store.db, workspaceId, { ...range, cursor }, limit + 1)
      const page = rows.slice(0, limit)
      if (rows.length > limit) linkNext(reply, { ...filter, limit, cursor: page.at(-1)!.seq })
      return page.map(toAuditEntry)
    },
  }
}

function timeOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text)
}

function wantsLines({ headers }: FastifyRequest): boolean {
  return /\bapplication\/x-ndjson\b/.test(headers.accept ?? '')
}
