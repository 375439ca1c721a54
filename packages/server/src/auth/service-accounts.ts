import { fail, type NewServiceAccount, type ServiceAccount } from '@mission-control/protocol'
import type { Caller, Core } from '../core.ts'
import { newId } from '../ids.ts'
import { iso } from '../iso.ts'
import { deleteKeysOf } from '../store/api-keys.ts'
import { audit } from '../store/audit.ts'
import { deedOf } from '../store/deed.ts'
import { hold } from '../store/locks.ts'
import { putMembership } from '../store/memberships.ts'
import {
  endServiceAccount,
  findServiceAccount,
  insertServiceAccount,
  listServiceAccounts,
  type ServiceAccountRow,
} from '../store/service-accounts.ts'

export async function getServiceAccounts(
  core: Core,
  { workspaceId }: Caller,
): Promise<ServiceAccount[]> {
  return (await listServiceAccounts(core.store.db, workspaceId)).map(toServiceAccount)
}

/** A user that is no person: nothing but keys of its own lets it in. */
export async function createServiceAccount(
  core: Core,
  { workspaceId }: Caller,
  { name, role }: NewServiceAccount,
): Promise<ServiceAccount> {
  const [id, created_at] = [newId('user'), core.now()]
  await core.store.write(async (tx) => {
    audit(tx, deedOf(tx)?.doer, { target: id })
    await insertServiceAccount(tx, { id, name, workspace_id: workspaceId, created_at })
    await putMembership(tx, { workspace_id: workspaceId, user_id: id, role, created_at })
  })
  return toServiceAccount({ id, name, role, created_at, keys: 0 })
}

/** Its row stays, for the names in what it did. */
export async function removeServiceAccount(
  core: Core,
  { workspaceId }: Caller,
  id: string,
): Promise<void> {
  const ended = await core.store.write(async (tx) => {
    await hold(tx, 'workspace', workspaceId)
    if (!(await findServiceAccount(tx, workspaceId, id))) {
      fail('service_account_not_found', `There is no service account ${JSON.stringify(id)}.`)
    }
    await endServiceAccount(tx, workspaceId, id, core.now())
    return await deleteKeysOf(tx, workspaceId, id)
  })
  for (const key of ended) core.bus.publish('credential', key, null)
}

function toServiceAccount({ id, name, role, created_at, keys }: ServiceAccountRow): ServiceAccount {
  return { id, name, role, createdAt: iso(created_at), keys }
}
