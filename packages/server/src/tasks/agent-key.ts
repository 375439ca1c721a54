import type { Scope } from '@mission-control/protocol'
import type { AuthenticatedCaller, Caller } from '../core.ts'
import { findApiKey, listApiKeys } from '../store/api-keys.ts'
import { findDesktop } from '../store/desktops.ts'
import { readActor } from '../store/kept-actor.ts'
import type { TaskRow, Tx } from '../store/schema.ts'

/** Who runs a task; by a request with the scopes and the bounds that it came with. */
export type Starter = Caller & Partial<Pick<AuthenticatedCaller, 'scopes' | 'key'>>

/**
 * Whether the run's agent gets a key. What an agent has asked for gets none, so no agent starts agents
 * without end. Nor does what was asked for by a key that may less: nobody gets further by an agent's key
 * than by their own. Without a caller it is a message of a chat, whose turn has come.
 */
export async function getsKey(
  tx: Tx,
  task: TaskRow,
  caller: Starter | undefined,
): Promise<boolean> {
  if (task.type !== 'prompt' || task.from_task !== null) return false
  if (caller?.actor.kind === 'agent') return false
  const desktop = await findDesktop(tx, task.workspace_id, task.desktop_id)
  if (!desktop?.agent_key) return false
  const wanted: Scope[] = JSON.parse(desktop.agent_key)
  if (!caller) return await mayCreator(tx, task, wanted)
  const { key, scopes } = caller
  return !key?.restriction && (scopes === undefined || wanted.every((scope) => scopes.has(scope)))
}

/** Which key of a service account it was isn't stored, so all of them have to have the scopes. */
async function mayCreator(
  tx: Tx,
  { workspace_id, created_by }: TaskRow,
  wanted: Scope[],
): Promise<boolean> {
  const by = readActor(created_by)
  const keys =
    by?.kind === 'key'
      ? [await findApiKey(tx, workspace_id, by.id)]
      : by?.kind === 'service'
        ? await listApiKeys(tx, workspace_id, by.id)
        : []
  return keys.every((key) => {
    if (!key || key.restriction !== null) return false
    const scopes: Scope[] | null = key.scopes === null ? null : JSON.parse(key.scopes)
    return scopes === null || wanted.every((scope) => scopes.includes(scope))
  })
}
