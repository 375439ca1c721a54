import { text } from '../strings/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import type { Entry } from './entries.ts'

const words = text.agents

interface Props {
  label: string
  hint: string
  error: string | undefined
  entries: readonly Entry[]
  onChange: (entries: readonly Entry[]) => void
}

const BOX =
  'h-[30px] w-full min-w-0 rounded-[7px] border border-line-strong bg-panel px-2.5 font-mono text-xs placeholder:font-sans placeholder:text-faint'

/**
 * Secrets by their names. Of stored secrets only the names are shown; they stay until somebody
 * enters new values.
 */
export function EntriesField({ label, hint, error, entries, onChange }: Props) {
  const put = (place: number, changes: Partial<Entry>) =>
    onChange(entries.map((each, index) => (index === place ? { ...each, ...changes } : each)))
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-0.5 font-[550]">{label}</legend>
      {entries.map(({ name, value }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name is written letter by letter.
        <div key={place} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] gap-1.5">
          <input
            aria-label={words.entryName(label, place + 1)}
            value={name}
            autoComplete="off"
            spellCheck={false}
            className={BOX}
            onChange={(event) => put(place, { name: event.target.value, value: value ?? '' })}
          />
          <input
            aria-label={words.entryValue(label, place + 1)}
            type="password"
            placeholder={value === null ? words.stored : undefined}
            value={value ?? ''}
            autoComplete="new-password"
            className={BOX}
            onChange={(event) => put(place, { value: event.target.value })}
          />
          <IconButton
            icon="close"
            label={words.removeEntry(name)}
            onClick={() => onChange(entries.filter((_, index) => index !== place))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon="plus"
        className="justify-self-start"
        onClick={() => onChange([...entries, { name: '', value: '' }])}
      >
        {words.addEntry}
      </Button>
      <p className={error ? 'text-xs text-failed' : 'text-xs text-dim'}>{error ?? hint}</p>
    </fieldset>
  )
}
