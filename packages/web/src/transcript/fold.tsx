import type { ReactNode } from 'react'
import { useHold } from '../rows/following-list.tsx'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icons.tsx'

interface Props {
  /** What it is about, in one line. */
  title: ReactNode
  open: boolean
  onToggle: () => void
  className?: string
  children: ReactNode
}

/** One line that opens to more. */
export function Fold({ title, open, onToggle, className, children }: Props) {
  const hold = useHold()
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => {
          hold()
          onToggle()
        }}
        className={classNames(
          '-mx-1.5 flex min-h-6 w-[calc(100%+12px)] min-w-0 items-center gap-1.5 rounded-md px-1.5 text-left hover:bg-sunk pointer-coarse:min-h-9',
          className,
        )}
      >
        <Icon name={open ? 'down' : 'right'} className="size-3 text-faint" />
        {title}
      </button>
      {open && <div className="mt-1 mb-1.5 pl-[18px]">{children}</div>}
    </>
  )
}
