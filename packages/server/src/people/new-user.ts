import { newId } from '../ids.ts'
import { putMembership } from '../store/memberships.ts'
import type { Tx } from '../store/schema.ts'
import { insertUser } from '../store/users.ts'
import { insertWorkspace } from '../store/workspaces.ts'

/** Makes a user with a workspace of their own. That nobody has the e-mail address is held. */
export async function newUser(
  tx: Tx,
  { name, email }: { name: string; email: string },
  at: number,
): Promise<{ id: string; name: string; email: string }> {
  const [id, home] = [newId('user'), newId('workspace')]
  await insertWorkspace(tx, { id: home, name: 'Personal', at })
  await insertUser(tx, { id, name, email, workspace_id: home, created_at: at })
  await putMembership(tx, { workspace_id: home, user_id: id, role: 'admin', created_at: at })
  return { id, name, email }
}
