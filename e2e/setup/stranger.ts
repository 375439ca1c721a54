import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Client, createClient } from '@mission-control/client'
import type { TestServer } from './server.ts'

/**
 * Somebody else on the same server, with a workspace of their own. `email`: by which they sign in, with
 * the password of whoever has set up.
 */
export function addStranger({ dataDir, url }: TestServer, email?: string): Client {
  const apiKey = `mc_${randomBytes(20).toString('hex')}`
  const hash = createHash('sha256').update(apiKey).digest('hex')
  const id = randomBytes(8).toString('hex')
  const database = new DatabaseSync(join(dataDir, 'mission-control.db'))
  database.exec(`
    pragma busy_timeout = 5000;
    insert into workspaces (id, name, created_at) values ('workspace_${id}', 'Theirs', 1);
    insert into users (id, name, workspace_id, created_at)
      values ('user_${id}', 'Stranger', 'workspace_${id}', 1);
    insert into api_keys (id, workspace_id, user_id, name, hash, last4, created_at)
      values ('key_${id}', 'workspace_${id}', 'user_${id}', 'key', '${hash}', 'last', 1);
  `)
  if (email !== undefined) {
    database.exec(`
      update users set email = '${email}' where id = 'user_${id}';
      insert into accounts (id, provider_id, account_id, user_id, password, created_at, updated_at)
        select 'account_${id}', provider_id, 'user_${id}', 'user_${id}', password, 1, 1 from accounts;
    `)
  }
  database.close()
  return createClient({ baseUrl: url, apiKey })
}
