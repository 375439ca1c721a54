import type { Caller } from '../core.ts'
import type { TaskRow, Tx } from '../store/schema.ts'
import { findTask } from '../store/tasks.ts'

/** The users whose own the task is: who created it, ran it or ran it again, by whichever key of theirs. */
export function ownersOf(task: Pick<TaskRow, 'owners'> | undefined): string[] {
  return task?.owners ? JSON.parse(task.owners) : []
}

/**
 * Those of the task, and the caller, as JSON. What an agent creates or runs by its own key is also theirs
 * whose own the agent's task is.
 */
export async function ownersWith(
  tx: Tx,
  task: TaskRow | undefined,
  { workspaceId, userId, actor }: Caller,
): Promise<string> {
  const agents = actor.kind === 'agent' ? await findTask(tx, workspaceId, actor.id) : undefined
  return JSON.stringify([...new Set([...ownersOf(task), userId, ...ownersOf(agents)])])
}
