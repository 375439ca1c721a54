import type { TaskStatus } from '@mission-control/protocol'
import type { KeyLabel } from '../app/shortcut-table.ts'
import type { IconName } from '../ui/icons.tsx'

/** One thing that the palette offers. */
export interface Entry {
  /** A stable id, by which the palette remembers what was used lately. */
  id: string
  label: string
  /** Found by these as well. */
  words?: string
  /** Beside it, quietly. */
  detail?: string | undefined
  icon: IconName | { status: TaskStatus }
  /** It is what a machine will run. */
  isCode?: boolean
  /** The key that does the same. */
  keys?: KeyLabel
  run: () => void
}

export interface Group {
  title: string
  entries: readonly Entry[]
}
