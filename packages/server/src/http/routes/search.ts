import { fail, parseQuery } from '@mission-control/protocol'
import type { Core } from '../../core.ts'
import { openCursor, sealCursor } from '../../search/cursor.ts'
import { Places } from '../../search/places.ts'
import type { Searches } from '../../search/searches.ts'
import type { Handlers } from '../handlers.ts'
import { onlyDesktops } from '../reach.ts'

const PAGE = 20

export function searchHandlers(core: Core, searches: Searches): Handlers<'search'> {
  const places = new Places()
  return {
    search: async ({ caller, query: { q, limit = PAGE, cursor }, reply }) => {
      const { workspaceId } = caller
      const { query, problems, notes } = parseQuery(q, core.now())
      if (problems.length > 0)
        fail('invalid_request', problems.join(' '), [{ path: 'q', message: problems[0]! }])
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      const below = cursor === undefined ? undefined : openCursor(core, workspaceId, cursor)
      const among = onlyDesktops(caller)
      const request = { workspaceId, query, limit, below, among }
      const { next, ...found } = await places.with(() => searches.search(request, gone.signal))
      const nextCursor = next === null ? null : sealCursor(core, workspaceId, next)
      return { ...found, nextCursor, notes }
    },
  }
}
