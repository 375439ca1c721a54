import { asOwnerOffline, type Home } from './offline.ts'
import { newSetUpLink } from './set-up-link.ts'

/** Creates a one-time link by which the owner chooses another password. Returns its path. */
export async function createSetUpLinkOffline(home: Home): Promise<string> {
  return await asOwnerOffline(home, (core, owner) => newSetUpLink(core, owner.userId))
}
