import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

interface Props<T extends string> {
  legend: string
  /** The name of the form's field. */
  name: string
  choices: readonly T[]
  chosen: T
  onChoose: (choice: T) => void
  /** The layout of the cards. */
  columns: string
  /** The layout inside of a card. */
  layout: string
  children: (choice: T) => ReactNode
  /** Below the cards. */
  hint?: ReactNode
}

/** A choice of one among a few, each of which is shown as a card. */
export function RadioCards<T extends string>(props: Props<T>) {
  const { legend, name, choices, chosen, onChoose, columns, layout, children, hint } = props
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-[550]">{legend}</legend>
      <div className={classNames('grid gap-2', columns)}>
        {choices.map((each) => (
          <label
            key={each}
            className={classNames(
              'border border-line-strong select-none has-checked:border-accent has-checked:bg-selected has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent',
              layout,
            )}
          >
            <input
              type="radio"
              name={name}
              value={each}
              checked={chosen === each}
              onChange={() => onChoose(each)}
              className="sr-only"
            />
            {children(each)}
          </label>
        ))}
      </div>
      {hint}
    </fieldset>
  )
}
