import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import {
  Credentials,
  NameChange,
  PasswordChange,
  Session,
  SessionState,
  SetUp,
  SignedIn,
  User,
} from '../resources/account.ts'
import type { RouteTable } from './route.ts'

export const accountRoutes = {
  getSession: {
    ...endpoints.getSession,
    tag: 'Sign-in',
    summary: 'Who is signed in by the session cookie, and whether a password has yet to be set',
    status: 200,
    response: SessionState,
    open: true,
    errors: [],
  },
  setUp: {
    ...endpoints.setUp,
    tag: 'Sign-in',
    summary:
      'Choose e-mail and password with a one-time link; signs in here, and out everywhere else',
    body: SetUp,
    status: 200,
    response: SignedIn,
    open: true,
    errors: ['wrong_set_up_token', 'rate_limited'],
  },
  signIn: {
    ...endpoints.signIn,
    tag: 'Sign-in',
    summary:
      'Sign in by e-mail and password, and a code where the user has two factors; the answer sets the session cookie',
    body: Credentials,
    status: 200,
    response: SignedIn,
    open: true,
    errors: [
      'wrong_credentials',
      'second_factor_required',
      'wrong_code',
      'sso_required',
      'rate_limited',
      'secret_key_unusable',
    ],
  },
  signOut: {
    ...endpoints.signOut,
    needs: 'self',
    tag: 'Sign-in',
    summary: 'End the session that the request comes with',
    status: 204,
    errors: [],
  },
  listSessions: {
    ...endpoints.listSessions,
    needs: 'self',
    tag: 'Sign-in',
    summary: 'Where the user is signed in, newest first',
    status: 200,
    response: z.array(Session),
    errors: [],
  },
  deleteSession: {
    ...endpoints.deleteSession,
    needs: 'self',
    tag: 'Sign-in',
    summary: 'Revoke a session at once',
    status: 204,
    errors: ['session_not_found'],
  },
  changeName: {
    ...endpoints.changeName,
    needs: 'session',
    tag: 'Sign-in',
    summary:
      'Change how the user is shown from now on; what was done before keeps the name of its time',
    body: NameChange,
    status: 200,
    response: User,
    errors: [],
  },
  changePassword: {
    ...endpoints.changePassword,
    needs: 'self',
    tag: 'Sign-in',
    summary: 'Change the password; all other sessions end',
    body: PasswordChange,
    status: 204,
    errors: ['wrong_credentials'],
  },
} as const satisfies RouteTable
