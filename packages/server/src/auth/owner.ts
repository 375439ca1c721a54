import type { Caller, Core } from '../core.ts'
import { newId } from '../ids.ts'
import { findOwner, insertOwner } from '../store/workspaces.ts'
import { createApiKey } from './api-keys.ts'

export interface Owner extends Caller {
  /** Only where one was made just now: the owner's key, to be shown once. */
  newKey: string | undefined
}

/** The owner and the personal workspace; made, with a first API key, at the first start. */
export async function ensureOwner(core: Core, chosenKey: string | undefined): Promise<Owner> {
  const known = await findOwner(core.store.db)
  if (known) return { ...known, newKey: undefined }
  const owner = { userId: newId('user'), workspaceId: newId('workspace') }
  await core.store.write((tx) => insertOwner(tx, { ...owner, name: 'Owner', at: core.now() }))
  const { key } = await createApiKey(core, owner, 'First key', chosenKey)
  return { ...owner, newKey: chosenKey === undefined ? key : undefined }
}
