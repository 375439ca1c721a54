import { text } from '../strings/index.ts'
import { SearchField } from '../ui/search-field.tsx'
import { Toggle } from '../ui/toggle.tsx'
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
        <Toggle
          key={kind}
          label={words.kind[kind]}
          isOn={filter.kinds.includes(kind)}
          onChange={() => toggle(kind)}
        />
      ))}
      <Toggle
        label={text.mine}
        isOn={filter.mine === true}
        onChange={(isOn) => {
          const { mine: _, ...rest } = filter
          onChange({ ...rest, ...(isOn && { mine: true }) })
        }}
      />
    </fieldset>
  )
}
