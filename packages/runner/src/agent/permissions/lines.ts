import type { PermissionRule } from '@mission-control/protocol'
import type { DownOf, UpOf } from '@mission-control/protocol/runner'

/** What a run's agent host asks of people, a line each in `<run file>.asks`. */
export type AskLine =
  | ({ t: 'ask' } & Omit<UpOf<'permission'>, 'type' | 'runId'>)
  /** It doesn't want the answer any more. */
  | { t: 'withdrawn'; requestId: string }

export type Ask = Extract<AskLine, { t: 'ask' }>

/** What it hears, a line each in `<run file>.answers`; of two with one id the first one counts. */
export type AnswerLine = Omit<DownOf<'permissionAnswer'>, 'type' | 'runId'>

/** The rules of an agent host, and the files through which it asks. */
export interface PermissionDesk {
  /** The desktop's, as they were when the prompt was sent. */
  rules: PermissionRule[]
  asks: string
  answers: string
}
