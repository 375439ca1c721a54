import { useLive } from '../live/use-live.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { timeOfDay } from '../time/format.ts'
import { classNames } from '../ui/class-names.ts'

const DOTS = { live: 'bg-done', loading: 'bg-line-strong', cut: 'bg-failed' }

/** A dot and a word: is this the present? */
export function ConnectionSign() {
  const { state } = useLive((live) => live.connection)
  return (
    <span className="flex items-center gap-1.5 text-sm text-dim" role="status">
      <i aria-hidden="true" className={classNames('size-[7px] rounded-full', DOTS[state])} />
      <span className="phone:sr-only">{text.connection[state]}</span>
    </span>
  )
}

/** Says plainly that what is shown may be old, and since when. */
export function ConnectionBanner() {
  const connection = useLive((live) => live.connection)
  if (connection.state !== 'cut') return null
  return (
    <p
      role="alert"
      className="flex-none border-b border-line bg-failed-ground px-4 py-1.5 text-failed"
    >
      {text.connection.banner(timeOfDay(connection.since))} <VisibleText text={connection.reason} />
    </p>
  )
}
