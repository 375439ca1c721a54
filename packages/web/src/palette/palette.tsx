import { Command } from 'cmdk'
import { text } from '../strings/index.ts'
import { useOpenTask } from '../task/open-task.ts'
import type { Entry } from './entry.ts'
import { EntryRow } from './entry-row.tsx'
import { FIELD, FieldRow } from './field-row.tsx'
import type { ShellDialog } from './use-actions.ts'
import { useFound } from './use-found.ts'
import { useGroups } from './use-groups.ts'

const words = text.palette

interface Props {
  query: string
  onQuery: (query: string) => void
  /** The task that had the focus. */
  focused: string | undefined
  onChoose: (entry: Entry) => void
  onDialog: (dialog: ShellDialog) => void
}

export function Palette({ query, onQuery, focused, onChoose, onDialog }: Props) {
  const known = useGroups(query, useOpenTask() ?? focused, onDialog)
  const groups = [...known, ...useFound(query)]
  return (
    <Command shouldFilter={false} loop label={text.search} className="flex min-h-0 flex-col">
      <FieldRow>
        <Command.Input {...FIELD} value={query} onValueChange={onQuery} />
      </FieldRow>
      <Command.List
        label={words.results}
        className="min-h-0 overflow-y-auto overscroll-contain p-1.5 desk:max-h-[380px]"
      >
        {groups.map(({ title, entries }) => (
          <Command.Group
            key={title}
            heading={title}
            className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-dim"
          >
            {entries.map((entry) => (
              <EntryRow
                key={entry.id}
                entry={entry}
                value={`${title} ${entry.id}`}
                onChoose={onChoose}
              />
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  )
}
