import type { RequestOptions, Transport } from './call.ts'
import type { BodyOf } from './route-types.ts'

/** For browsers: the session is a cookie, which they keep and send by themselves. */
export function accountOf({ call }: Transport) {
  return {
    /** Who is signed in, null if nobody is, and whether a password has yet to be set. */
    session: (options: RequestOptions = {}) => call('getSession', options),

    /** By the token of a one-time link. Signs in, and out everywhere else. */
    setUp: (body: BodyOf<'setUp'>, options: RequestOptions = {}) =>
      call('setUp', { ...options, body }),

    signIn: (body: BodyOf<'signIn'>, options: RequestOptions = {}) =>
      call('signIn', { ...options, body }),

    signOut: (options: RequestOptions = {}) => call('signOut', options),

    /** How people can sign in here. */
    ways: (options: RequestOptions = {}) => call('getSignInWays', options),

    /** By the word of a proxy. */
    signInByHeader: (options: RequestOptions = {}) => call('signInByHeader', options),

    /** Where the browser goes to sign in through a provider. */
    startSso: (body: BodyOf<'startSso'>, options: RequestOptions = {}) =>
      call('startSso', { ...options, body }),

    /** By the query of the address that a provider has sent the browser back to. */
    finishSso: (body: BodyOf<'finishSso'>, options: RequestOptions = {}) =>
      call('finishSso', { ...options, body }),

    /** Signs out here, and answers where to go to be signed out at the provider too. */
    signOutOfSso: (options: RequestOptions = {}) => call('signOutOfSso', options),

    /** Has a link sent, if there is such a user. */
    requestReset: (body: BodyOf<'requestReset'>, options: RequestOptions = {}) =>
      call('requestReset', { ...options, body }),

    /** By the token of a link. All sessions end. */
    resetPassword: (body: BodyOf<'resetPassword'>, options: RequestOptions = {}) =>
      call('resetPassword', { ...options, body }),

    /** For the server's owner: a link by which a user chooses another password. */
    makeResetLink: (userId: string, options: RequestOptions = {}) =>
      call('makeResetLink', { ...options, params: { id: userId } }),

    /** Whether the user signs in with two factors. */
    totp: (options: RequestOptions = {}) => call('getTotp', options),

    /** Makes the secret of a second factor. */
    startTotp: (body: BodyOf<'startTotp'>, options: RequestOptions = {}) =>
      call('startTotp', { ...options, body }),

    /** Answers the recovery codes, once. */
    confirmTotp: (body: BodyOf<'confirmTotp'>, options: RequestOptions = {}) =>
      call('confirmTotp', { ...options, body }),

    removeTotp: (body: BodyOf<'removeTotp'>, options: RequestOptions = {}) =>
      call('removeTotp', { ...options, body }),

    /** What the browser asks for to sign in by a passkey. */
    startPasskeySignIn: (options: RequestOptions = {}) => call('startPasskeySignIn', options),

    signInByPasskey: (body: BodyOf<'signInByPasskey'>, options: RequestOptions = {}) =>
      call('signInByPasskey', { ...options, body }),

    passkeys: (options: RequestOptions = {}) => call('listPasskeys', options),

    /** What the browser asks for to make a passkey. */
    startPasskey: (body: BodyOf<'startPasskey'>, options: RequestOptions = {}) =>
      call('startPasskey', { ...options, body }),

    createPasskey: (body: BodyOf<'createPasskey'>, options: RequestOptions = {}) =>
      call('createPasskey', { ...options, body }),

    renamePasskey: (id: string, name: string, options: RequestOptions = {}) =>
      call('updatePasskey', { ...options, params: { id }, body: { name } }),

    removePasskey: (id: string, body: BodyOf<'removePasskey'>, options: RequestOptions = {}) =>
      call('removePasskey', { ...options, params: { id }, body }),

    /** Where the user is signed in, newest first. */
    sessions: (options: RequestOptions = {}) => call('listSessions', options),

    /** Revokes at once. */
    revokeSession: (id: string, options: RequestOptions = {}) =>
      call('deleteSession', { ...options, params: { id } }),

    /** All other sessions end. */
    changeName: (name: string, options: RequestOptions = {}) =>
      call('changeName', { ...options, body: { name } }),

    changePassword: (body: BodyOf<'changePassword'>, options: RequestOptions = {}) =>
      call('changePassword', { ...options, body }),
  }
}
