import { asOwnerOffline } from './offline.ts'
import { newSetUpLink } from './set-up-link.ts'

/** Creates a one-time link by which the owner chooses another password. Returns its path. */
export async function createSetUpLinkOffline(dataDir: string): Promise<string> {
  return await asOwnerOffline(dataDir, (core, owner) => newSetUpLink(core, owner.userId))
}
