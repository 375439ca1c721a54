import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { useOutputSource, useSnapshot } from '../output/use-output-source.ts'
import { useStored } from '../stored/use-stored.ts'
import { text } from '../strings/index.ts'
import { sinceBegin, timeOfDay } from '../time/format.ts'
import { useSay } from '../toasts/toasts.tsx'
import { firstError } from './first-error.ts'
import { Log } from './log.ts'
import { LogEmpty } from './log-empty.tsx'
import { ALL_LINES } from './log-filter.ts'
import { LogSearch } from './log-search.tsx'
import { LogToolbar } from './log-toolbar.tsx'
import { LogView } from './log-view.tsx'
import type { LoggedTask } from './logged-task.ts'
import { useCharacterWidth } from './use-character-width.ts'
import { useFinder } from './use-finder.ts'
import { useLinkedLine } from './use-linked-line.ts'
import { useLogFilter } from './use-log-filter.ts'
import { digitsOf, useViewport } from './use-viewport.ts'

interface Output {
  toolbar: ReactNode
  view: ReactNode
  openSearch: () => void
}

/** A task's output: the log, and the tools that go with it, which stand elsewhere. */
export function useOutput(task: LoggedTask): Output {
  const isOver = task.status !== 'pending' && task.status !== 'running'
  const source = useOutputSource(task.id, isOver, () => new Log())
  const { state } = useSnapshot(source)
  const [wrap, setWrap] = useStored('log.wrap', false)
  const [times, setTimes] = useStored('log.times', isWide())
  const [elapsed, setElapsed] = useStored('log.elapsed', false)
  const say = useSay()
  const [searching, setSearching] = useState(false)
  const scroller = useRef<HTMLElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const character = useCharacterWidth(scroller)
  const { viewport, sight, reshape } = useViewport(source, scroller, { wrap, times, character })
  const { finder, found } = useFinder(source, viewport)
  const { filter, setFilter, onFold } = useLogFilter(source, reshape)
  const { linked, onLink, goTo } = useLinkedLine(source, viewport, sight.count, setFilter)
  const openSearch = useCallback(() => {
    // Folded lines aren't searched.
    setFilter((before) => ({ ...before, folded: ALL_LINES.folded }))
    setSearching(true)
    field.current?.select()
  }, [setFilter])
  // What was found has other places now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each filter.
  useEffect(() => {
    if (finder.get().query !== '') finder.find(finder.get().query)
  }, [finder, filter])
  const findError = async () => {
    const line = await firstError(source.content)
    if (line === null) say(text.log.noError)
    else goTo(line)
  }
  const began = Date.parse(task.processStartedAt ?? task.startedAt ?? '')
  const timeOf = !times
    ? null
    : elapsed && !Number.isNaN(began)
      ? (at: number) => sinceBegin(at - began)
      : timeOfDay
  const closeSearch = () => {
    setSearching(false)
    finder.find('')
    scroller.current?.focus()
  }
  const isEmpty = sight.count === 0
  return {
    openSearch,
    toolbar: (
      <LogToolbar
        task={task}
        source={source}
        following={sight.following && task.status === 'running'}
        empty={isEmpty}
        wrap={wrap}
        onWrap={setWrap}
        times={times}
        onTimes={setTimes}
        elapsed={elapsed}
        onElapsed={setElapsed}
        stream={filter.stream}
        onStream={(stream) => setFilter((before) => ({ ...before, stream }))}
        onError={() => void findError()}
        searching={searching}
        onSearch={searching ? closeSearch : openSearch}
      />
    ),
    view: (
      <>
        {searching && (
          <LogSearch field={field} finder={finder} found={found} onClose={closeSearch} />
        )}
        <div className="relative flex min-h-0 flex-1 flex-col bg-sunk pt-1.5">
          <LogView
            source={source}
            scroller={scroller}
            viewport={viewport}
            sight={sight}
            finder={finder}
            found={found}
            wrap={wrap}
            timeOf={timeOf}
            filter={filter}
            onFold={onFold}
            linked={linked}
            onLink={onLink}
            digits={digitsOf(source.content.lines)}
          />
          {isEmpty && (
            <LogEmpty words={text.log} task={task} state={state} onRetry={() => source.catchUp()} />
          )}
        </div>
      </>
    ),
  }
}

/** There is room for a time beside each line. */
function isWide(): boolean {
  return matchMedia('(width >= 48rem)').matches
}
