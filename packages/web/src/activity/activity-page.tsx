import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Suspense, useMemo } from 'react'
import { lazily } from '../app/loaded.ts'
import { usePageTitle } from '../app/page-title.ts'
import { DesktopSelect } from '../desktops/desktop-select.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { PHONE, useMedia } from '../ui/use-media.ts'
import { ActivityList } from './activity-list.tsx'
import { type ActivityFilter, isFiltering, NO_FILTER } from './filter.ts'
import { KindChoice, WordsField } from './filter-controls.tsx'
import { FilterPopover } from './filter-popover.tsx'
import { filterOf, searchOf } from './search.ts'

const MetricsView = lazily(() => import('../metrics/metrics-view.tsx'), 'MetricsView')

const route = getRouteApi('/inside/activity')

/** Everything that has happened, back to the beginning; or the metrics. */
export function ActivityPage() {
  const { view, kinds = '', desktop = '', words = '', mine } = route.useSearch()
  const showsMetrics = view === 'metrics'
  usePageTitle(showsMetrics ? text.metrics.title : text.pages.activity)
  const isPhone = useMedia(PHONE)
  const navigate = useNavigate()
  const filter = useMemo(
    () => filterOf({ kinds, desktop, words, ...(mine && { mine }) }),
    [kinds, desktop, words, mine],
  )
  const onChange = (next: ActivityFilter) => {
    void navigate({ to: '/activity', search: searchOf(next), replace: true })
  }
  return (
    <>
      <div className="flex flex-none flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2.5">
        <h1 className="sr-only">{showsMetrics ? text.metrics.title : text.pages.activity}</h1>
        <nav aria-label={text.activity.views} className="flex gap-4">
          <ViewLink to={undefined} isShown={!showsMetrics} />
          <ViewLink to="metrics" isShown={showsMetrics} />
        </nav>
        {!showsMetrics && isPhone && (
          <>
            <span className="flex-1" />
            <FilterPopover filter={filter} onChange={onChange} />
          </>
        )}
        {!showsMetrics && !isPhone && (
          <search className="flex min-w-0 flex-1 flex-wrap items-center gap-2 desk:max-w-3xl">
            <WordsField filter={filter} onChange={onChange} />
            <KindChoice filter={filter} onChange={onChange} />
            <DesktopSelect
              desktopId={filter.desktopId}
              onChange={(desktopId) => onChange({ ...filter, desktopId })}
            />
            {isFiltering(filter) && (
              <Button look="quiet" size="small" onClick={() => onChange(NO_FILTER)}>
                {text.activity.clearFilter}
              </Button>
            )}
          </search>
        )}
      </div>
      {showsMetrics ? (
        <Suspense>
          <MetricsView wide />
        </Suspense>
      ) : (
        <ActivityList filter={filter} onClearFilter={() => onChange(NO_FILTER)} room={140} days />
      )}
    </>
  )
}

function ViewLink({ to, isShown }: { to: 'metrics' | undefined; isShown: boolean }) {
  return (
    <Link
      to="/activity"
      search={to ? { view: to } : {}}
      aria-current={isShown ? 'page' : undefined}
      className={
        isShown ? 'text-lg font-semibold' : 'text-lg font-semibold text-faint hover:text-text'
      }
    >
      {to ? text.metrics.title : text.pages.activity}
    </Link>
  )
}
