import type { TaskType } from '@mission-control/protocol'
import { readStored, writeStored } from '../stored/use-stored.ts'

/** What somebody was writing: it survives a reload, a crash and a session that ends. */
export interface Draft {
  type: TaskType
  content: string
  desktopIds: readonly string[]
  requiresApproval: boolean
  /** How long it may run, as typed; empty: what its desktop says. */
  limit: string
  /** How long it may tidy up when it is stopped, as typed; empty: what is usual. */
  grace: string
}

const NAME = 'draft'
const EMPTY: Draft = {
  type: 'command',
  content: '',
  desktopIds: [],
  requiresApproval: false,
  limit: '',
  grace: '',
}

export const readDraft = (): Draft => ({ ...EMPTY, ...readStored<Partial<Draft>>(NAME, {}) })
export const writeDraft = (draft: Draft): void => writeStored(NAME, draft)

/** After it was sent: the next one begins with the same type and desktops. */
export function draftAfter({ type, desktopIds }: Draft): Draft {
  return { ...EMPTY, type, desktopIds }
}
