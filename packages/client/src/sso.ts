import type { RequestOptions, Transport } from './call.ts'
import type { BodyOf } from './route-types.ts'

/** Single sign-on as it is set up for the whole server: for its owner. */
export function ssoOf({ call }: Transport) {
  return {
    get: (options: RequestOptions = {}) => call('getSso', options),

    /** Whether people sign in through a provider only. */
    require: (required: boolean, options: RequestOptions = {}) =>
      call('updateSso', { ...options, body: { required } }),

    create: (body: BodyOf<'createSsoProvider'>, options: RequestOptions = {}) =>
      call('createSsoProvider', { ...options, body }),

    /** What is left out stays. */
    update: (id: string, body: BodyOf<'updateSsoProvider'>, options: RequestOptions = {}) =>
      call('updateSsoProvider', { ...options, params: { id }, body }),

    delete: (id: string, options: RequestOptions = {}) =>
      call('deleteSsoProvider', { ...options, params: { id } }),
  }
}
