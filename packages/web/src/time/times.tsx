import { age, duration, exactTime, ticking, timeOfDay } from './format.ts'
import { useTold } from './use-now.ts'

interface AgeProps {
  /** ISO. */
  at: string
  /** Puts the short step into words. */
  words?: (age: string) => string
  className?: string
}

/** How long ago `at` was, with the exact time in a tooltip. */
export function Age({ at, words = String, className }: AgeProps) {
  const then = Date.parse(at)
  const told = useTold((now) => age(now - then))
  return (
    <time dateTime={at} title={exactTime(then)} className={className}>
      {words(told)}
    </time>
  )
}

/** How long it took, or takes: from one ISO time to another, or to now. */
export function Duration({ from, to }: { from: string; to: string | null }) {
  return to === null ? (
    <Ticking from={from} />
  ) : (
    <time title={exactTime(Date.parse(to))}>{duration(Date.parse(to) - Date.parse(from))}</time>
  )
}

function Ticking({ from }: { from: string }) {
  const begun = Date.parse(from)
  const told = useTold((now) => ticking(now - begun))
  return <time title={exactTime(begun)}>{told}</time>
}

/** `14:02:31`, with the date in a tooltip. */
export function Clock({ at, className }: { at: string; className?: string }) {
  const then = Date.parse(at)
  return (
    <time dateTime={at} title={exactTime(then)} className={className}>
      {timeOfDay(then)}
    </time>
  )
}
