import type { Scope, TaskStatus } from '@mission-control/protocol'
import type { KeyLabel } from '../app/shortcut-table.ts'
import type { IconName } from '../ui/icons.tsx'

/** One thing that the palette offers. */
export interface Entry {
  /** A stable id, by which the palette remembers what was used lately. */
  id: string
  label: string
  /** Further words by which the entry is found. */
  words?: string
  /** A quiet note beside the label. */
  detail?: string | undefined
  icon: IconName | { status: TaskStatus }
  /** Whether the label is code that a machine runs. */
  isCode?: boolean
  /** The key that does the same. */
  keys?: KeyLabel
  /** What it takes: it is offered only to who may. */
  needs?: Scope
  run: () => void
}

export interface Group {
  title: string
  entries: readonly Entry[]
}
