import './ansi.css'
import {
  type CSSProperties,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useState,
} from 'react'
import { ToEnd } from '../rows/to-end.tsx'
import { useLeaving } from '../rows/use-leaving.ts'
import type { Sight, Viewport } from '../rows/viewport.ts'
import { text as words } from '../strings/index.ts'
import { type Clip, USUAL_CLIP } from './clip.ts'
import type { Finder, Found } from './finder.ts'
import { beginsGroup, type LogFilter } from './log-filter.ts'
import { LogRow } from './log-row.tsx'
import type { LogSource } from './log-source.ts'
import { useLogSelection } from './use-log-selection.ts'
import { NUMBER_PADDING } from './use-viewport.ts'

interface Props {
  source: LogSource
  scroller: RefObject<HTMLElement | null>
  viewport: Viewport
  sight: Sight
  finder: Finder
  found: Found
  wrap: boolean
  /** Formats the time of a line, given in ms since 1970; null: no times are shown. */
  timeOf: ((at: number) => string) | null
  filter: LogFilter
  onFold: (line: number) => void
  /** The line that the address names; null: none. */
  linked: number | null
  onLink: (line: number) => void
  digits: number
}

/** The lines in sight. No other line has an element. */
export function LogView(props: Props) {
  const { source, scroller, viewport, sight, finder, found, wrap, digits } = props
  const { timeOf, filter, onFold, linked, onLink } = props
  const { content: log } = source
  const [clips, setClips] = useState<ReadonlyMap<number, Clip>>(new Map())
  const { pinned, allSelected, handlers } = useLogSelection(log, scroller)
  const leaving = useLeaving(viewport)
  const onClip = useCallback(
    (line: number, clip: Clip) => setClips((all) => new Map(all).set(line, clip)),
    [],
  )
  // Sideways as well: a match may be far to the right.
  useEffect(() => {
    if (found.current < 0) return
    const mark = scroller.current?.querySelector('[data-mark=current]')
    mark?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [scroller, found.current])
  // Lines have other places now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each filter.
  useEffect(() => {
    setClips(new Map())
  }, [filter])
  const row = (line: number) => (
    <LogRow
      key={line}
      line={line}
      number={log.lineAt(line)}
      text={log.text(line)}
      style={log.style(line)}
      stream={log.stream(line)}
      time={timeOf?.(log.at(line)) ?? null}
      group={groupAt(log.lineAt(line))}
      wrap={wrap}
      marks={finder.marksIn(line)}
      clip={finder.clipOf(line) ?? clips.get(line) ?? USUAL_CLIP}
      selected={allSelected || log.lineAt(line) === linked}
      away={line < sight.first || line >= sight.end}
      onClip={onClip}
      onLink={onLink}
      onFold={onFold}
    />
  )
  function groupAt(line: number) {
    if (!beginsGroup(log.textOf(line))) return null
    return filter.folded.has(line) ? 'folded' : 'open'
  }
  const onKeyDown = (event: KeyboardEvent) => {
    leaving.onKeyDown(event)
    handlers.onKeyDown(event)
  }
  const inSight = Array.from({ length: sight.end - sight.first }, (_, place) => sight.first + place)
  const lines = [
    ...new Set([
      ...pinned.filter((line) => line < sight.first),
      ...inSight,
      ...pinned.filter((line) => line >= sight.end && line < sight.count),
    ]),
  ]
  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
        tabIndex={0}
        aria-label={words.log.label(sight.count)}
        onScroll={(event) => viewport.scrolled(event.currentTarget.scrollTop)}
        {...leaving}
        onCopy={handlers.onCopy}
        onPointerDown={handlers.onPointerDown}
        onKeyDown={onKeyDown}
        className="size-full overflow-auto overscroll-contain bg-sunk font-mono text-sm leading-[18px] outline-offset-[-2px] [overflow-anchor:none]"
        style={{ '--digits': `calc(${digits}ch + ${NUMBER_PADDING}px)` } as CSSProperties}
      >
        <div className="relative" style={{ height: sight.height }}>
          <div
            className={wrap ? 'absolute inset-x-0 top-0' : 'absolute top-0 min-w-full'}
            style={{ transform: `translateY(${sight.offset}px)` }}
          >
            {lines.map(row)}
          </div>
        </div>
      </section>
      <ToEnd viewport={viewport} sight={sight} label={words.log.jumpToEnd} />
    </div>
  )
}
