import { createContext, type ReactNode, useContext } from 'react'
import { classNames } from '../ui/class-names.ts'
import { ToEnd } from './to-end.tsx'
import { useFollowingRows } from './use-following-rows.ts'
import { useLeaving } from './use-leaving.ts'

interface Props {
  /** The list's name, for screen readers. */
  label: string
  count: number
  /** Changes whenever the rows show something else. */
  version: unknown
  /** A row's height in px, until it has been seen. */
  estimate: number
  /** The words of the button that leads to the end, by how many rows have come meanwhile. */
  toEnd: (unseen: number) => string
  children: (row: number) => ReactNode
}

const HoldContext = createContext<() => void>(() => undefined)

/** Call it before a row's height changes, so that what is in sight stays in place. */
export const useHold = () => useContext(HoldContext)

/** A long list that stays at its end while it grows, until somebody scrolls up; only rows in sight exist. */
export function FollowingList({ label, count, version, estimate, toEnd, children }: Props) {
  const { viewport, sight, scroller, measured } = useFollowingRows({ count, version, estimate })
  const leaving = useLeaving(viewport)
  const rows = Array.from({ length: sight.end - sight.first }, (_, place) => sight.first + place)
  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
        tabIndex={0}
        aria-label={label}
        onScroll={(event) => viewport.scrolled(event.currentTarget.scrollTop)}
        {...leaving}
        className="size-full overflow-x-hidden overflow-y-auto overscroll-contain outline-offset-[-2px] [overflow-anchor:none]"
      >
        <div className="relative" style={{ height: sight.height }}>
          <div
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${sight.offset}px)` }}
          >
            <HoldContext value={viewport.hold}>
              {rows
                .filter((row) => row < count)
                .map((row) => (
                  <div key={row} ref={measured} data-row={row} className={edgeOf(row, count)}>
                    {children(row)}
                  </div>
                ))}
            </HoldContext>
          </div>
        </div>
      </section>
      <ToEnd viewport={viewport} sight={sight} label={toEnd} />
    </div>
  )
}

/** The first and the last row keep off the edges. */
function edgeOf(row: number, count: number): string {
  return classNames('flow-root', row === 0 && 'pt-2', row === count - 1 && 'pb-3')
}
