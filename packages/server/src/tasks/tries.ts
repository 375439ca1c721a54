import { type FieldError, fail, type NewTask } from '@mission-control/protocol'
import { hold } from '../store/locks.ts'
import type { TaskRow, Tx } from '../store/schema.ts'
import { findTask, lastAttempt } from '../store/tasks.ts'

type Try = Pick<TaskRow, 'rerun_of' | 'first_try' | 'attempt'>

export const FIRST_TRY: Try = { rerun_of: null, first_try: null, attempt: 1 }

/**
 * What each task is a further try of. Tries are counted over all that began with the same task, so two
 * that run one task again are its second and its third.
 */
export async function earlierOf(
  tx: Tx,
  workspaceId: string,
  tasks: NewTask[],
  pathOf: (i: number) => string,
): Promise<Try[]> {
  const attempts = new Map<string, number>()
  const errors: FieldError[] = []
  const tries: Try[] = []
  for (const [i, { rerunOf }] of tasks.entries()) {
    const earlier = rerunOf ? await findTask(tx, workspaceId, rerunOf) : undefined
    if (!earlier || earlier.chat === 1) {
      tries.push(FIRST_TRY)
      if (typeof rerunOf === 'string') errors.push(unknown(pathOf(i), rerunOf))
      continue
    }
    const first = earlier.first_try ?? earlier.id
    if (!attempts.has(first)) await hold(tx, 'task', first)
    const attempt = (attempts.get(first) ?? (await lastAttempt(tx, first))) + 1
    attempts.set(first, attempt)
    tries.push({ rerun_of: earlier.id, first_try: first, attempt })
  }
  if (errors.length > 0) refuse(errors)
  return tries
}

export function unknown(path: string, id: string): FieldError {
  return { path, message: `expected one of your tasks, got ${JSON.stringify(id)}` }
}

export function refuse(errors: FieldError[]): never {
  return fail('unknown_task', 'A task that is run again must be one of yours.', errors)
}
