import { DEFAULT_GRACE_SECONDS, type Task, type TaskType } from '@mission-control/protocol'
import { readStored, writeStored } from '../stored/use-stored.ts'
import { writeLength } from '../time/length.ts'
import { contextOf, withContext } from './context.ts'

/** What somebody was writing: it survives a reload, a crash and a session that ends. */
export interface Draft {
  type: TaskType
  content: string
  desktopIds: readonly string[]
  requiresApproval: boolean
  /** How many people have to approve; null: as many as the workspace asks for. */
  approvals: number | null
  /** How long it may run, as typed; empty: the desktop's default. */
  limit: string
  /** How long it may tidy up when it is stopped, as typed; empty: the default. */
  grace: string
}

const NAME = 'draft'
const EMPTY: Draft = {
  type: 'command',
  content: '',
  desktopIds: [],
  requiresApproval: false,
  approvals: null,
  limit: '',
  grace: '',
}

/** A task that is edited and run again has a draft of its own. */
const nameOf = (again: string | undefined) => (again ? `${NAME}.again` : NAME)

interface Kept extends Draft {
  again?: string
}

/** The stored draft, of New Task or of another try of this task; otherwise the first values. */
export function readDraft(again?: Task): Draft {
  const kept = readStored<Partial<Kept>>(nameOf(again?.id), {})
  if (!again) return { ...EMPTY, ...kept }
  return kept.again === again.id ? { ...EMPTY, ...kept } : draftOf(again)
}

export function writeDraft(draft: Draft, again?: Task): void {
  writeStored(nameOf(again?.id), again ? { ...draft, again: again.id } : draft)
}

/** After it was sent: the next one begins with the same type and desktops. */
export function sentDraft({ type, desktopIds }: Draft, again?: Task): void {
  if (again) writeStored(nameOf(again.id), undefined)
  else writeDraft({ ...EMPTY, type, desktopIds })
}

/** The task as it was; an agent whose answer was rejected is told so. */
function draftOf(task: Task): Draft {
  const context = task.type === 'prompt' && task.error?.code === 'rejected' ? contextOf(task) : null
  return {
    type: task.type,
    content: context ? withContext(task.content, context) : task.content,
    desktopIds: [task.desktopId],
    requiresApproval: task.requiresApproval,
    approvals: task.approvalsAsked,
    limit: task.timeoutSeconds === null ? '' : writeLength(task.timeoutSeconds),
    grace:
      task.graceSeconds === DEFAULT_GRACE_SECONDS ? '' : writeLength(task.graceSeconds) || '0 s',
  }
}
