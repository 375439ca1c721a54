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

    /** Looks at the provider as far as that goes without anybody signing in there. */
    test: (id: string, options: RequestOptions = {}) =>
      call('testSsoProvider', { ...options, params: { id } }),

    /** Where the browser goes to try a sign-in that signs nobody in. */
    startTrial: (id: string, options: RequestOptions = {}) =>
      call('startSsoTrial', { ...options, params: { id } }),

    /** By the query of the address that the provider has sent the browser back to. */
    finishTrial: (body: BodyOf<'finishSsoTrial'>, options: RequestOptions = {}) =>
      call('finishSsoTrial', { ...options, body }),
  }
}
