import { randomBytes } from 'node:crypto'
import { type Client, createClient } from '@mission-control/client'
import type { Role } from '@mission-control/protocol'
import { inDatabase } from './database.ts'
import { addKey } from './key.ts'
import type { TestServer } from './server.ts'

export interface Member {
  id: string
  /** By a key of theirs. */
  client: Client
  /** By another one. */
  anotherKey(): Promise<Client>
}

/** One more member of the owner's workspace, who asks by keys. */
export async function addMember(
  { dataDir, url }: Pick<TestServer, 'dataDir' | 'url'>,
  name: string,
  role: Role,
  kind: 'person' | 'service' = 'person',
): Promise<Member> {
  // After the owner, who is the first.
  const id = `user_zz${randomBytes(8).toString('hex')}`
  const home = '(select workspace_id from users order by id limit 1)'
  await inDatabase(
    dataDir,
    `insert into users (id, name, workspace_id, kind, created_at)
      values ('${id}', '${name}', ${home}, '${kind}', 1);
    insert into memberships (workspace_id, user_id, role, created_at)
      values (${home}, '${id}', '${role}', 1);`,
  )
  const anotherKey = async () => createClient({ baseUrl: url, apiKey: await addKey(dataDir, id) })
  return { id, client: await anotherKey(), anotherKey }
}
