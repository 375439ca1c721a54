import type { RequestOptions, Transport } from './call.ts'
import type { BodyOf } from './route-types.ts'

export function apiKeysOf({ call }: Transport) {
  return {
    /** Your own; to an admin, all of the workspace. */
    list: (options: RequestOptions = {}) => call('listApiKeys', options),

    /** With a name alone, the key may do all that you may. The answer holds it; it is never shown again. */
    create: (key: string | BodyOf<'createApiKey'>, options: RequestOptions = {}) =>
      call('createApiKey', { ...options, body: typeof key === 'string' ? { name: key } : key }),

    /** Gives it a new value, which is never shown again; by default the old one is good no longer. */
    rotate: (id: string, body: BodyOf<'rotateApiKey'> = {}, options: RequestOptions = {}) =>
      call('rotateApiKey', { ...options, params: { id }, body }),

    /** Revokes at once. */
    delete: (id: string, options: RequestOptions = {}) =>
      call('deleteApiKey', { ...options, params: { id } }),
  }
}

export function serviceAccountsOf({ call }: Transport) {
  return {
    list: (options: RequestOptions = {}) => call('listServiceAccounts', options),

    create: (body: BodyOf<'createServiceAccount'>, options: RequestOptions = {}) =>
      call('createServiceAccount', { ...options, body }),

    /** Its keys end at once. */
    delete: (id: string, options: RequestOptions = {}) =>
      call('deleteServiceAccount', { ...options, params: { id } }),
  }
}
