import { classNames } from './class-names.ts'

/** A key or a chord, as `N`, `Shift R`, `⌘K`. */
export function Kbd({ children, onAccent }: { children: string; onAccent?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'rounded border px-1 font-sans text-2xs leading-4 phone:hidden',
        onAccent ? 'border-current/40' : 'border-line bg-sunk text-faint',
      )}
    >
      {children}
    </span>
  )
}
