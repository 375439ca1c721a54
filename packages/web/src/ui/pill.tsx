import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** A word or two about something, in a thin frame. */
export function Pill({ bad, children }: { bad?: boolean; children: ReactNode }) {
  return (
    <span
      className={classNames(
        'max-w-full flex-none truncate rounded border px-1 text-2xs leading-4',
        bad ? 'border-failed/40 bg-failed-ground text-failed' : 'border-line-strong text-dim',
      )}
    >
      {children}
    </span>
  )
}
