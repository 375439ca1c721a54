import { parseQuery } from '@mission-control/protocol'
import { useSearch as useAddress, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { explain } from '../app/explain.ts'
import { usePageTitle } from '../app/page-title.ts'
import { keysOf } from '../app/shortcut-table.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { exactTime } from '../time/format.ts'
import { Button } from '../ui/button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { FilterChips } from './filter-chips.tsx'
import { HitRow } from './hit-row.tsx'
import { SavedViews } from './saved-views.tsx'
import { usePaused, useSearch } from './use-search.ts'

const words = text.searchPage

/** Searches all tasks by their content, output and result. */
export function SearchPage() {
  usePageTitle(text.pages.search)
  const { q = '' } = useAddress({ from: '/inside/search' })
  const navigate = useNavigate()
  const [query, setQuery] = useState(q)
  const paused = usePaused(query)
  const written = useRef(q)
  // The address follows the field; after going back, or opening a saved search, the field follows it.
  useEffect(() => {
    if (q === written.current) return
    written.current = q
    setQuery(q)
  }, [q])
  useEffect(() => {
    if (paused !== query || paused === written.current) return
    written.current = paused
    void navigate({
      to: '/search',
      search: paused.trim() === '' ? {} : { q: paused },
      replace: true,
    })
  }, [paused, query, navigate])
  const input = useRef<HTMLInputElement>(null)
  useShortcuts({ '/': () => input.current?.focus() })
  return (
    <div className="flex min-h-0 flex-1 phone:flex-col">
      <SavedViews query={query} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <h1 className="sr-only">{text.pages.search}</h1>
        <search className="block flex-none px-4 pt-2.5">
          <SearchField
            ref={input}
            label={words.field}
            value={query}
            onChange={setQuery}
            autoFocus
            maxLength={500}
            className="h-9"
          >
            <Kbd>{keysOf('filter')}</Kbd>
          </SearchField>
        </search>
        <FilterChips query={query} onChange={setQuery} />
        <Results query={paused} />
      </div>
    </div>
  )
}

function Results({ query }: { query: string }) {
  const { hits, last, error, goesOn, isFetching, hasNextPage, fetchNextPage, isUsable } =
    useSearch(query)
  const { problems, notes } = parseQuery(query, Date.now())
  const isDone = last !== undefined && last.nextCursor === null
  return (
    <section aria-label={words.results} className="min-h-0 flex-1 overflow-y-auto pt-2">
      {query.trim() === '' && <p className="px-4 py-2 text-faint">{words.hint}</p>}
      {[...problems, ...notes].map((each) => (
        <p key={each} className="px-4 py-1 text-dim">
          <VisibleText text={each} />
        </p>
      ))}
      {error && (
        <p role="alert" className="px-4 py-1 text-failed">
          {explain(error)}
        </p>
      )}
      <ul>
        {hits.map((hit) => (
          <HitRow key={hit.id} hit={hit} />
        ))}
      </ul>
      <div role="status" className="grid justify-items-start gap-1 px-4 py-2 text-dim">
        {isUsable && isDone && hits.length === 0 && <p>{words.none(query)}</p>}
        {goesOn && last && (
          <p>
            {last.lookedBackTo === null
              ? words.noneYet
              : words.lookedBackTo(exactTime(Date.parse(last.lookedBackTo)))}
          </p>
        )}
        {last && last.longOutputs > 0 && <p>{words.longOutputs(last.longOutputs)}</p>}
        {last && last.notIndexed > 0 && <p>{words.notIndexed(last.notIndexed)}</p>}
      </div>
      {hasNextPage && !goesOn && (
        <div className="px-4 pb-4">
          <Button disabled={isFetching} onClick={() => void fetchNextPage()}>
            {words.more}
          </Button>
        </div>
      )}
    </section>
  )
}
