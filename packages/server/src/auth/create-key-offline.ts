import { scopesOf } from '@mission-control/protocol'
import { createApiKey } from './create-api-key.ts'
import { asOwnerOffline, type Home } from './offline.ts'

/** Creates a key for the owner. Returns it. */
export async function createKeyOffline(home: Home, name: string): Promise<string> {
  return await asOwnerOffline(home, async (core, owner) => {
    const creator = { ...owner, role: 'admin' as const, scopes: scopesOf('admin') }
    return (await createApiKey(core, creator, { name })).key
  })
}
