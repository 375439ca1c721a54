import { getRouteApi, Outlet, useNavigate } from '@tanstack/react-router'
import { Suspense, useEffect, useMemo, useState } from 'react'
import { Boundary } from '../app/failure.tsx'
import { ahead, lazily } from '../app/loaded.ts'
import { usePageTitle } from '../app/page-title.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { type Card, COLUMNS } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { useMyIds } from '../people/use-my-ids.ts'
import { useStored } from '../stored/use-stored.ts'
import { text } from '../strings/index.ts'
import { useOpenTask } from '../task/open-task.ts'
import { BoardFilter } from './board-filter.tsx'
import { BoardKeys } from './board-keys.tsx'
import { Column } from './column.tsx'
import { ColumnTabs } from './column-tabs.tsx'
import { DragContext } from './drag.ts'
import { type Filter, matches, NO_FILTER } from './filter.ts'
import { FirstTask } from './first-task.tsx'
import { SelectionContext } from './selection.ts'
import { SelectionBar } from './selection-bar.tsx'
import { Strip } from './strip.tsx'
import { useBatchTab } from './use-batch-tab.ts'
import { useFolded } from './use-folded.ts'
import { useSelectionState } from './use-selection-state.ts'
import { useUnknownBatches } from './use-unknown-batches.ts'

const SidePanel = lazily(() => import('./side-panel.tsx'), 'SidePanel')

const route = getRouteApi('/inside/board')

/** The main page: the strip, the board, the activity and the metrics. */
export function BoardPage() {
  usePageTitle(text.pages.board)
  // Loads the font while the cards are loaded: if it came later, all cards would be laid out again.
  useEffect(() => ahead(() => document.fonts.load('1em "JetBrains Mono Variable"')), [])
  const selection = useSelectionState()
  const { folded, fold } = useFolded()
  const [tab, setTab] = useStored<(typeof COLUMNS)[number]>('board.tab', 'review')
  const { words = '', desktop: desktopId = '', mine = false, batch = '' } = route.useSearch()
  const myIds = useMyIds(mine)
  useBatchTab(batch, setTab)
  const [isFilterOpen, setFilterOpen] = useState(false)
  const navigate = useNavigate()
  const filter = useMemo(() => ({ words, desktopId, mine }), [words, desktopId, mine])
  const isFiltering = isFilterOpen || words !== '' || desktopId !== '' || mine
  const setFilter = (next: Filter) => {
    const search = {
      words: next.words || undefined,
      desktop: next.desktopId || undefined,
      mine: next.mine ? (true as const) : undefined,
    }
    void navigate({ to: '.', search, replace: true })
  }
  const [dragged, setDragged] = useState<Card | null>(null)
  const drag = useMemo(
    () => ({ card: dragged, start: setDragged, end: () => setDragged(null) }),
    [dragged],
  )
  const isEmpty = useLive(
    (live) =>
      live.connection.state !== 'loading' &&
      Object.values(live.overview.tasks).every((count) => count === 0),
  )
  const accepts = useMemo(() => matches(filter, myIds), [filter, myIds])
  useUnknownBatches()
  const isTaskOpen = useOpenTask() !== undefined
  useShortcuts({ '/': () => setFilterOpen(true) }, !isTaskOpen)

  return (
    <SelectionContext value={selection}>
      <DragContext value={drag}>
        <h1 className="sr-only">{text.product}</h1>
        <Strip />
        <div className="grid min-h-0 flex-1 grid-cols-1 xl:grid-cols-[minmax(0,1fr)_296px]">
          <div className="relative flex min-h-0 min-w-0 flex-col">
            {isFiltering && (
              <BoardFilter
                filter={filter}
                onChange={setFilter}
                onClose={() => {
                  setFilterOpen(false)
                  setFilter(NO_FILTER)
                }}
              />
            )}
            <SelectionBar />
            <ColumnTabs
              tab={tab}
              onChange={setTab}
              onFilter={() => setFilterOpen(true)}
              accepts={accepts}
            />
            <section
              aria-label={text.board.columns}
              className="flex min-h-0 flex-1 overflow-x-auto px-1.5 phone:px-2.5"
            >
              {COLUMNS.map((status) => (
                <Boundary key={status} part={text.status[status]}>
                  <Column
                    status={status}
                    isTab={tab === status}
                    folded={folded.includes(status)}
                    onFold={(to) => fold(status, to)}
                    accepts={accepts}
                  />
                </Boundary>
              ))}
            </section>
            {isEmpty && <FirstTask />}
            <BoardKeys folded={folded} accepts={accepts} />
          </div>
          <Suspense fallback={<aside className="border-l border-line bg-panel max-xl:hidden" />}>
            <SidePanel />
          </Suspense>
        </div>
        <Boundary part={text.pages.task}>
          <Outlet />
        </Boundary>
      </DragContext>
    </SelectionContext>
  )
}
