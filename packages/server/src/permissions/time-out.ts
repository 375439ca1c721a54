import { type Core, transact } from '../core.ts'
import { listOverdue } from '../store/permissions.ts'
import { deliver, settle } from './settle.ts'

/** Denies the questions that nobody answered in time. */
export async function denyOverdue(core: Core): Promise<void> {
  const at = core.now()
  for (const open of await listOverdue(core.store.db, at)) {
    const seconds = Math.round((open.expires_at! - open.created_at) / 1000)
    const answered = await transact(core, open.workspace_id, (tx) =>
      settle(tx, open, {
        status: 'rejected',
        at,
        feedback: `Nobody answered within ${seconds} s.`,
      }),
    )
    deliver(core, [answered])
  }
}
