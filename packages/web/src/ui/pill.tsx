import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

interface Props {
  bad?: boolean
  /** Whether a person is needed. */
  wanted?: boolean
  children: ReactNode
}

/** A word or two about something, in a thin frame. */
export function Pill({ bad, wanted, children }: Props) {
  return (
    <span
      className={classNames(
        'max-w-full flex-none truncate rounded border px-1 text-2xs leading-4',
        bad
          ? 'border-failed/40 bg-failed-ground text-failed'
          : wanted
            ? 'border-review/50 bg-review-ground text-review'
            : 'border-line-strong text-dim',
      )}
    >
      {children}
    </span>
  )
}
