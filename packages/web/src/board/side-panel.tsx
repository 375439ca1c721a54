import { Tabs } from 'radix-ui'
import { Suspense, useState } from 'react'
import { ActivityPanel } from '../activity/activity-panel.tsx'
import { NO_FILTER } from '../activity/filter.ts'
import { FilterPopover } from '../activity/filter-popover.tsx'
import { Boundary } from '../app/failure.tsx'
import { lazily } from '../app/loaded.ts'
import { ThroughputChart } from '../metrics/throughput-chart.tsx'
import { useStored } from '../stored/use-stored.ts'
import { text } from '../strings/index.ts'
import { Skeleton } from '../ui/skeleton.tsx'

const MetricsView = lazily(() => import('../metrics/metrics-view.tsx'), 'MetricsView')

const TABS = {
  activity: text.pages.activity,
  metrics: text.metrics.title,
}

/** The panel beside the board, with the activity and the metrics. */
export function SidePanel() {
  const [tab, setTab] = useStored('board.side', 'activity')
  const [filter, setFilter] = useState(NO_FILTER)
  return (
    <aside className="flex min-h-0 flex-col border-l border-line bg-panel max-xl:hidden">
      <Tabs.Root value={tab} onValueChange={setTab} className="flex min-h-0 flex-1 flex-col">
        <header className="flex h-11 flex-none items-center justify-between pr-2 pl-3.5">
          <Tabs.List aria-label={text.activity.views} className="-ml-1 flex gap-1.5 text-[12.5px]">
            {Object.entries(TABS).map(([name, title]) => (
              <Tabs.Trigger
                key={name}
                value={name}
                className="h-7 rounded-md px-1 text-dim hover:text-text data-[state=active]:font-semibold data-[state=active]:text-text"
              >
                {title}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          {tab === 'activity' && <FilterPopover filter={filter} onChange={setFilter} />}
        </header>
        <Tabs.Content value="activity" className="flex min-h-0 flex-1 flex-col" tabIndex={-1}>
          <Boundary part={text.pages.activity}>
            <ActivityPanel filter={filter} onFilter={setFilter} />
          </Boundary>
          <Boundary part={text.metrics.throughput}>
            <ThroughputChart />
          </Boundary>
        </Tabs.Content>
        <Tabs.Content value="metrics" className="flex min-h-0 flex-1 flex-col" tabIndex={-1}>
          <Boundary part={text.metrics.title}>
            <Suspense fallback={<Skeleton className="mx-3.5 h-64" />}>
              <MetricsView />
            </Suspense>
          </Boundary>
        </Tabs.Content>
      </Tabs.Root>
    </aside>
  )
}
