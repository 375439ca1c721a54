import { routes } from '@mission-control/protocol'
import type { Caller, RequestOptions } from './call.ts'
import type { BodyOf } from './route-types.ts'

/** For browsers: the session is a cookie, which they keep and send by themselves. */
export function accountOf({ call }: Caller) {
  return {
    /** Who is signed in, null if nobody is, and whether a password has yet to be set. */
    session: (options: RequestOptions = {}) => call(routes.getSession, options),

    /** By the token of a one-time link. Signs in, and out everywhere else. */
    setUp: (body: BodyOf<typeof routes.setUp>, options: RequestOptions = {}) =>
      call(routes.setUp, { ...options, body }),

    signIn: (body: BodyOf<typeof routes.signIn>, options: RequestOptions = {}) =>
      call(routes.signIn, { ...options, body }),

    signOut: (options: RequestOptions = {}) => call(routes.signOut, options),

    /** Where the user is signed in, newest first. */
    sessions: (options: RequestOptions = {}) => call(routes.listSessions, options),

    /** Revokes at once. */
    revokeSession: (id: string, options: RequestOptions = {}) =>
      call(routes.deleteSession, { ...options, params: { id } }),

    /** All other sessions end. */
    changePassword: (body: BodyOf<typeof routes.changePassword>, options: RequestOptions = {}) =>
      call(routes.changePassword, { ...options, body }),
  }
}
