import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'
import { RANGES, type Range } from './range.ts'

interface Props {
  range: Range
  onChange: (range: Range) => void
}

export function RangeChoice({ range, onChange }: Props) {
  return (
    <fieldset className="flex gap-0.5 justify-self-start rounded-[7px] border border-line bg-sunk p-0.5">
      <legend className="sr-only">{text.metrics.rangeLabel}</legend>
      {RANGES.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === range}
          onClick={() => onChange(each)}
          className={classNames(
            'h-6 rounded-[5px] px-2.5 text-sm',
            each === range
              ? 'bg-panel text-text shadow-card ring-1 ring-line'
              : 'text-dim hover:text-text',
          )}
        >
          {text.metrics.range[each]}
        </button>
      ))}
    </fieldset>
  )
}
