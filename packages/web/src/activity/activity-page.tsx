import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { usePageTitle } from '../app/page-title.ts'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { ActivityList } from './activity-list.tsx'
import { type ActivityFilter, isFiltering, NO_FILTER } from './filter.ts'
import { DesktopSelect, KindChoice, WordsField } from './filter-controls.tsx'
import { filterOf, searchOf } from './search.ts'

const route = getRouteApi('/inside/activity')

/** All that has happened, back to the beginning. */
export function ActivityPage() {
  usePageTitle(text.pages.activity)
  const search = route.useSearch()
  const navigate = useNavigate()
  const { kinds, desktop, words } = search
  const filter = useMemo(
    () =>
      filterOf({ ...(kinds && { kinds }), ...(desktop && { desktop }), ...(words && { words }) }),
    [kinds, desktop, words],
  )
  const onChange = (next: ActivityFilter) => {
    void navigate({ to: '/activity', search: searchOf(next), replace: true })
  }
  return (
    <>
      <div className="flex flex-none flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2.5">
        <h1 className="text-lg font-semibold">{text.pages.activity}</h1>
        <search className="flex min-w-0 flex-1 flex-wrap items-center gap-2 desk:max-w-3xl">
          <WordsField filter={filter} onChange={onChange} />
          <KindChoice filter={filter} onChange={onChange} />
          <DesktopSelect filter={filter} onChange={onChange} />
          {isFiltering(filter) && (
            <Button look="quiet" size="small" onClick={() => onChange(NO_FILTER)}>
              {text.activity.clearFilter}
            </Button>
          )}
        </search>
      </div>
      <ActivityList filter={filter} onClearFilter={() => onChange(NO_FILTER)} room={140} days />
    </>
  )
}
