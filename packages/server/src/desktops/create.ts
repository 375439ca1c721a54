import type { CreatedDesktop, NewDesktop } from '@mission-control/protocol'
import { endRestricted } from '../auth/api-keys.ts'
import { hashSecret, newCredential } from '../auth/secrets.ts'
import type { Caller, Core } from '../core.ts'
import { newId } from '../ids.ts'
import { audit } from '../store/audit.ts'
import { deedOf } from '../store/deed.ts'
import { insertWithDefaults } from './insert.ts'
import { toDesktop, toDesktopEvent } from './present.ts'

/** Registers a desktop; a runner brings it to life with the credential, which is shown here only. */
export async function createDesktop(
  core: Core,
  { workspaceId }: Pick<Caller, 'workspaceId'>,
  { name, labels = [], defaultTimeoutSeconds, upgradePolicy = 'auto' }: NewDesktop,
  local = false,
): Promise<CreatedDesktop> {
  const id = newId('desktop')
  const credential = newCredential(id)
  const row = await core.store.write(async (tx) => {
    audit(tx, deedOf(tx)?.doer, { target: id })
    return await insertWithDefaults(core, tx, {
      id,
      workspace_id: workspaceId,
      name,
      labels: JSON.stringify(labels),
      status: 'pending',
      ...(defaultTimeoutSeconds !== undefined && {
        default_timeout_seconds: defaultTimeoutSeconds,
      }),
      upgrade_policy: upgradePolicy,
      local: local ? 1 : 0,
      credential_hash: hashSecret(credential),
      created_at: core.now(),
    })
  })
  core.bus.publish('desktops', workspaceId, toDesktopEvent('desktop.status', row))
  await endRestricted(core, workspaceId, new Set(labels))
  return { ...toDesktop(row), credential }
}
