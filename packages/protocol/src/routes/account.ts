import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import {
  Credentials,
  PasswordChange,
  Session,
  SessionState,
  SetUp,
  SignedIn,
} from '../resources/account.ts'
import { ApiKey, CreatedApiKey, NewApiKey } from '../resources/workspace.ts'
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
    summary: 'Sign in by e-mail and password; the answer sets the session cookie',
    body: Credentials,
    status: 200,
    response: SignedIn,
    open: true,
    errors: ['wrong_credentials', 'rate_limited'],
  },
  signOut: {
    ...endpoints.signOut,
    tag: 'Sign-in',
    summary: 'End the session that the request comes with',
    status: 204,
    errors: [],
  },
  listSessions: {
    ...endpoints.listSessions,
    tag: 'Sign-in',
    summary: 'Where the user is signed in, newest first',
    status: 200,
    response: z.array(Session),
    errors: [],
  },
  deleteSession: {
    ...endpoints.deleteSession,
    tag: 'Sign-in',
    summary: 'Revoke a session at once',
    status: 204,
    errors: ['session_not_found'],
  },
  changePassword: {
    ...endpoints.changePassword,
    tag: 'Sign-in',
    summary: 'Change the password; all other sessions end',
    body: PasswordChange,
    status: 204,
    errors: ['wrong_credentials'],
  },
  listApiKeys: {
    ...endpoints.listApiKeys,
    tag: 'API keys',
    summary: 'The API keys that can be used, newest first',
    status: 200,
    response: z.array(ApiKey),
    errors: [],
  },
  createApiKey: {
    ...endpoints.createApiKey,
    tag: 'API keys',
    summary: 'Create an API key; the answer holds it, once',
    body: NewApiKey,
    status: 201,
    location: endpoints.deleteApiKey.path,
    response: CreatedApiKey,
    errors: [],
  },
  deleteApiKey: {
    ...endpoints.deleteApiKey,
    tag: 'API keys',
    summary: 'Revoke an API key at once',
    status: 204,
    errors: ['api_key_not_found'],
  },
} as const satisfies RouteTable
