import { createHash, randomBytes } from 'node:crypto'
import { inDatabase } from './database.ts'

/** A key for a user's own workspace, by which they may all that they may there. */
export async function addKey(dataDir: string, userId: string): Promise<string> {
  const key = `mc_${randomBytes(20).toString('hex')}`
  const hash = createHash('sha256').update(key).digest('hex')
  await inDatabase(
    dataDir,
    `insert into api_keys (id, workspace_id, user_id, name, hash, last4, created_at)
      select 'key_${hash.slice(0, 16)}', workspace_id, id, 'key', '${hash}', 'last', 1
      from users where id = '${userId}'`,
  )
  return key
}
