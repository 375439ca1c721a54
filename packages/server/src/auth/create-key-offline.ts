import { createApiKey } from './api-keys.ts'
import { asOwnerOffline } from './offline.ts'

/** Creates a key for the owner. Returns it. */
export async function createKeyOffline(dataDir: string, name: string): Promise<string> {
  return await asOwnerOffline(dataDir, async (core, owner) => {
    return (await createApiKey(core, owner, name)).key
  })
}
