import { useState } from 'react'
import { ActivityPanel } from '../activity/activity-panel.tsx'
import { NO_FILTER } from '../activity/filter.ts'
import { FilterPopover } from '../activity/filter-popover.tsx'
import { Boundary } from '../app/failure.tsx'
import { ThroughputChart } from '../metrics/throughput-chart.tsx'
import { text } from '../strings/index.ts'

/** Beside the board: what happens, and how it goes. */
export function SidePanel() {
  const [filter, setFilter] = useState(NO_FILTER)
  return (
    <aside className="flex min-h-0 flex-col border-l border-line bg-panel max-xl:hidden">
      <header className="flex h-11 flex-none items-center justify-between pr-2 pl-3.5">
        <h2 className="text-[12.5px] font-semibold">{text.pages.activity}</h2>
        <FilterPopover filter={filter} onChange={setFilter} />
      </header>
      <Boundary part={text.pages.activity}>
        <ActivityPanel filter={filter} onFilter={setFilter} />
      </Boundary>
      <Boundary part={text.pages.activity}>
        <ThroughputChart />
      </Boundary>
    </aside>
  )
}
