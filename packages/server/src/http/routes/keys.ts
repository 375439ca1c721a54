import { getApiKeys, revokeApiKey } from '../../auth/api-keys.ts'
import { createApiKey } from '../../auth/create-api-key.ts'
import { rotateApiKey } from '../../auth/rotate-api-key.ts'
import {
  createServiceAccount,
  getServiceAccounts,
  removeServiceAccount,
} from '../../auth/service-accounts.ts'
import type { Core } from '../../core.ts'
import type { Handlers } from '../handlers.ts'

type KeyRoutes =
  | 'listApiKeys'
  | 'createApiKey'
  | 'rotateApiKey'
  | 'deleteApiKey'
  | 'listServiceAccounts'
  | 'createServiceAccount'
  | 'deleteServiceAccount'

export function keyHandlers(core: Core): Handlers<KeyRoutes> {
  return {
    listApiKeys: ({ caller }) => getApiKeys(core, caller),
    createApiKey: ({ caller, body }) => createApiKey(core, caller, body),
    rotateApiKey: ({ caller, params, body }) =>
      rotateApiKey(core, caller, params.id!, body.oldValidForSeconds),
    deleteApiKey: async ({ caller, params }) => void (await revokeApiKey(core, caller, params.id!)),
    listServiceAccounts: ({ caller }) => getServiceAccounts(core, caller),
    createServiceAccount: ({ caller, body }) => createServiceAccount(core, caller, body),
    deleteServiceAccount: async ({ caller, params }) =>
      void (await removeServiceAccount(core, caller, params.id!)),
  }
}
