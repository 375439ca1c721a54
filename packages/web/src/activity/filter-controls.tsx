import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icons.tsx'
import { type ActivityFilter, KINDS, type Kind } from './filter.ts'

const words = text.activity.filter

interface Props {
  filter: ActivityFilter
  onChange: (filter: ActivityFilter) => void
}

export function WordsField({ filter, onChange }: Props) {
  return (
    <label className="flex h-7 min-w-40 flex-1 items-center gap-2 rounded-[7px] border border-line bg-panel px-2 text-faint has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <Icon name="search" />
      <input
        type="search"
        aria-label={words.words}
        placeholder={words.words}
        value={filter.words}
        onChange={(event) => onChange({ ...filter, words: event.target.value })}
        className="min-w-0 flex-1 bg-transparent text-text outline-none placeholder:text-faint"
      />
    </label>
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
    </fieldset>
  )
}

export function DesktopSelect({ filter, onChange }: Props) {
  const desktops = useLive((live) => live.desktops)
  return (
    <select
      aria-label={words.desktop}
      value={desktops.has(filter.desktopId) ? filter.desktopId : ''}
      onChange={(event) => onChange({ ...filter, desktopId: event.target.value })}
      className="h-7 max-w-52 min-w-0 rounded-[7px] border border-line bg-panel px-1.5 text-dim"
    >
      <option value="">{words.allDesktops}</option>
      {[...desktops.values()].map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}
