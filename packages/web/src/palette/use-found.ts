import { useNavigate } from '@tanstack/react-router'
import { usePaused, useSearch } from '../search/use-search.ts'
import { text } from '../strings/index.ts'
import type { Entry, Group } from './entry.ts'

const words = text.searchPage
const SHOWN = 6

/** What the server finds for a query, and the way to all of it: below the rest, so that nothing moves. */
export function useFound(query: string): Group[] {
  const navigate = useNavigate()
  const paused = usePaused(query)
  const { hits } = useSearch(paused, SHOWN)
  if (query.trim() === '') return []
  const found = (paused === query ? hits : []).map(
    (hit): Entry => ({
      id: `task:${hit.id}`,
      label: hit.matches[0]?.text.trim() || hit.summary,
      detail: hit.desktopName,
      icon: { status: hit.status },
      isCode: true,
      run: () => void navigate({ to: '/tasks/$taskId', params: { taskId: hit.id } }),
    }),
  )
  const all: Entry = {
    id: 'search',
    label: words.everything(query.trim()),
    icon: 'search',
    run: () => void navigate({ to: '/search', search: { q: query.trim() } }),
  }
  return [{ title: words.inAll, entries: [all, ...found] }]
}
