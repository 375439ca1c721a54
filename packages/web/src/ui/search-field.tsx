import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon } from './icons.tsx'

interface Props extends Omit<ComponentProps<'input'>, 'onChange'> {
  /** What it searches: its name, and shown where it is empty. */
  label: string
  value: string
  onChange: (words: string) => void
  /** What stands at its end, such as the key that leads to it. */
  children?: ReactNode
}

/** A field that narrows down what is shown, as one types. */
export function SearchField({ label, onChange, className, children, ...rest }: Props) {
  return (
    <label
      className={classNames(
        'flex items-center gap-2 rounded-[7px] border border-line bg-panel px-2 text-faint has-focus-visible:outline-2 has-focus-visible:outline-accent',
        className,
      )}
    >
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
        className="min-w-0 flex-1 bg-transparent text-text outline-none placeholder:text-faint"
      />
      {children}
    </label>
  )
}
