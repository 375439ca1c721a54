import type { Core } from '../../core.ts'
import { Places } from '../../search/places.ts'
import { search } from '../../search/search.ts'
import type { Handlers } from '../handlers.ts'

const PAGE = 20

export function searchHandlers(core: Core): Handlers<'search'> {
  const places = new Places()
  return {
    search: ({ caller: { workspaceId }, query: { q, limit = PAGE, cursor }, reply }) =>
      places.with(() =>
        search(core, {
          workspaceId,
          q,
          limit,
          below: cursor === undefined ? undefined : Number(cursor),
          isOver: () => reply.raw.destroyed,
        }),
      ),
  }
}
