import type { Caller, Core } from '../core.ts'
import { newId } from '../ids.ts'
import { insertApiKey } from '../store/api-keys.ts'
import { holdName } from '../store/locks.ts'
import { findOwner, insertOwner } from '../store/workspaces.ts'
import { apiKeyRow } from './api-keys.ts'
import { newApiKey } from './secrets.ts'

export interface Owner extends Caller {
  /** Only where one was made just now: the owner's key, to be shown once. */
  newKey: string | undefined
}

/** The owner's doing, on the server's own machine. */
export async function findOwnerCaller(core: Core): Promise<Caller | undefined> {
  const owner = await findOwner(core.store.db)
  return owner && asCaller(owner)
}

function asCaller({ userId, workspaceId, name }: Found): Caller {
  return { userId, workspaceId, actor: { kind: 'user', id: userId, name } }
}

type Found = NonNullable<Awaited<ReturnType<typeof findOwner>>>

/** The owner and the personal workspace; made, with a first API key, at the first start. */
export async function ensureOwner(core: Core, chosenKey: string | undefined): Promise<Owner> {
  const known = await findOwner(core.store.db)
  if (known) return { ...asCaller(known), newKey: undefined }
  const made = { userId: newId('user'), workspaceId: newId('workspace'), name: 'Owner' }
  const key = chosenKey ?? newApiKey()
  // Both or neither: an owner without a key could not get in.
  const owner = await core.store.write(async (tx) => {
    // Of servers that start at once, one makes it.
    await holdName(tx, 'owner')
    const known = await findOwner(tx)
    if (known) return known
    const at = core.now()
    await insertOwner(tx, { ...made, at })
    await insertApiKey(tx, apiKeyRow(made, 'First key', key, at))
    return made
  })
  const isNew = owner === made
  return { ...asCaller(owner), newKey: isNew && chosenKey === undefined ? key : undefined }
}
