import { createApiKey } from './api-keys.ts'
import { asOwnerOffline, type Home } from './offline.ts'

/** Creates a key for the owner. Returns it. */
export async function createKeyOffline(home: Home, name: string): Promise<string> {
  return await asOwnerOffline(home, async (core, owner) => {
    return (await createApiKey(core, owner, name)).key
  })
}
