import type { refusalOf } from '../desktops/refusal.ts'
import type { Draft } from './draft.ts'

/** What each part of the form is given. */
export interface FieldsProps {
  draft: Draft
  change: (changes: Partial<Draft>) => void
  /** Known programs that the machine has. */
  presets: readonly string[]
  refusal: ReturnType<typeof refusalOf>
}
