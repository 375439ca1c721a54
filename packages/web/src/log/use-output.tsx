import { type ReactNode, useCallback, useRef, useState } from 'react'
import { useOutputSource, useSnapshot } from '../output/use-output-source.ts'
import { useStored } from '../stored/use-stored.ts'
import { text } from '../strings/index.ts'
import { Log } from './log.ts'
import { LogEmpty } from './log-empty.tsx'
import { LogSearch } from './log-search.tsx'
import { LogToolbar } from './log-toolbar.tsx'
import { LogView } from './log-view.tsx'
import type { LoggedTask } from './logged-task.ts'
import { useCharacterWidth } from './use-character-width.ts'
import { useFinder } from './use-finder.ts'
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
  const [searching, setSearching] = useState(false)
  const scroller = useRef<HTMLElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const character = useCharacterWidth(scroller)
  const { viewport, sight } = useViewport(source, scroller, { wrap, times, character })
  const { finder, found } = useFinder(source, viewport)
  const openSearch = useCallback(() => {
    setSearching(true)
    field.current?.select()
  }, [])
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
            times={times}
            digits={digitsOf(sight.count)}
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
