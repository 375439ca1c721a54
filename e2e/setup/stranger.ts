import { randomBytes } from 'node:crypto'
import { type Client, createClient } from '@mission-control/client'
import { inDatabase } from './database.ts'
import { addKey } from './key.ts'
import type { TestServer } from './server.ts'

/**
 * Somebody else on the same server, with a workspace of their own. `email`: by which they sign in, with
 * the password of whoever has set up.
 */
export async function addStranger({ dataDir, url }: TestServer, email?: string): Promise<Client> {
  const id = randomBytes(8).toString('hex')
  await inDatabase(
    dataDir,
    `insert into workspaces (id, name, created_at) values ('workspace_${id}', 'Theirs', 1);
    insert into users (id, name, workspace_id, created_at)
      values ('user_${id}', 'Stranger', 'workspace_${id}', 1);
    insert into memberships (workspace_id, user_id, role, created_at)
      values ('workspace_${id}', 'user_${id}', 'admin', 1);`,
  )
  if (email !== undefined) {
    await inDatabase(
      dataDir,
      `update users set email = '${email}' where id = 'user_${id}';
      insert into accounts (id, provider_id, account_id, user_id, password, created_at, updated_at)
        select 'account_${id}', provider_id, 'user_${id}', 'user_${id}', password, 1, 1 from accounts;`,
    )
  }
  return createClient({ baseUrl: url, apiKey: await addKey(dataDir, `user_${id}`) })
}
