import type { Core } from '../../core.ts'
import { search } from '../../search/search.ts'
import type { Handlers } from '../handlers.ts'

const PAGE = 20

export function searchHandlers(core: Core): Handlers<'search'> {
  return {
    search: ({ caller: { workspaceId }, query: { q, limit = PAGE, cursor }, reply }) =>
      search(core, {
        workspaceId,
        q,
        limit,
        below: cursor === undefined ? undefined : Number(cursor),
        isOver: () => reply.raw.destroyed,
      }),
  }
}
