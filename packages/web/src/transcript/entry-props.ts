import type { Entry } from './entry.ts'

/** What a component that shows an entry gets. */
export interface EntryProps<E extends Entry = Entry> {
  entry: E
  /** Nothing more comes. */
  over: boolean
  /** Whether what is folded is shown. */
  open: boolean
  onToggle: () => void
}
