import type { KeyLabel } from '../app/shortcut-table.ts'
import { classNames } from './class-names.ts'

interface Props {
  children: KeyLabel
  onAccent?: boolean
  /** It is the content itself, not a hint beside it: read out, and shown on a phone as well. */
  said?: boolean
}

/** A key or a chord, as `N`, `Shift R`, `⌘K`. */
export function Kbd({ children, onAccent, said }: Props) {
  return (
    <kbd
      aria-hidden={!said}
      className={classNames(
        'rounded border px-1 font-sans text-2xs leading-4',
        !said && 'phone:hidden',
        onAccent ? 'border-current/40' : 'border-line bg-sunk text-faint',
      )}
    >
      {children}
    </kbd>
  )
}
