import { MineSwitch } from '../people/mine-switch.tsx'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'
import { SearchField } from '../ui/search-field.tsx'
import { type ActivityFilter, KINDS, type Kind } from './filter.ts'

const words = text.activity.filter

interface Props {
  filter: ActivityFilter
  onChange: (filter: ActivityFilter) => void
}

export function WordsField({ filter, onChange }: Props) {
  return (
    <SearchField
      label={words.words}
      value={filter.words}
      onChange={(words) => onChange({ ...filter, words })}
      className="h-7 min-w-40 flex-1"
    />
  )
}

/** Each kind is a switch of its own; with none on, all are shown. */
export function KindChoice({ filter, onChange }: Props) {
  const toggle = (kind: Kind) => {
    const chosen = filter.kinds.includes(kind)
    const kinds = KINDS.filter((each) => (each === kind ? !chosen : filter.kinds.includes(each)))
    onChange({ ...filter, kinds: kinds.length === KINDS.length ? [] : kinds })
  }
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">{words.kinds}</legend>
      {KINDS.map((kind) => (
        <button
          key={kind}
          type="button"
          aria-pressed={filter.kinds.includes(kind)}
          onClick={() => toggle(kind)}
          className={classNames(
            'h-7 rounded-full border px-2 text-sm',
            filter.kinds.includes(kind)
              ? 'border-accent bg-selected text-accent'
              : 'border-line bg-panel text-dim hover:border-line-strong hover:text-text',
          )}
        >
          {words.kind[kind]}
        </button>
      ))}
      <MineSwitch
        isOn={filter.mine === true}
        onChange={(isOn) => {
          const { mine: _, ...rest } = filter
          onChange({ ...rest, ...(isOn && { mine: true }) })
        }}
      />
    </fieldset>
  )
}
