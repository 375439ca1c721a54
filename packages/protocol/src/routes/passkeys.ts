import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { SignedIn } from '../resources/account.ts'
import {
  NewPasskey,
  Passkey,
  PasskeyChanges,
  PasskeyOptions,
  PasskeySignIn,
  Proof,
} from '../resources/passkey.ts'
import type { RouteTable } from './route.ts'

/** Signing in by a device instead of a password and a code. */
export const passkeyRoutes = {
  startPasskeySignIn: {
    ...endpoints.startPasskeySignIn,
    tag: 'Sign-in',
    summary: 'Begin to sign in by a passkey; the answer sets a cookie for five minutes',
    status: 200,
    response: PasskeyOptions,
    open: true,
    errors: ['sso_required', 'passkeys_unavailable', 'secret_key_unusable'],
  },
  signInByPasskey: {
    ...endpoints.signInByPasskey,
    tag: 'Sign-in',
    summary:
      'Sign in by a passkey, which counts as both factors; the answer sets the session cookie',
    body: PasskeySignIn,
    status: 200,
    response: SignedIn,
    open: true,
    errors: ['wrong_passkey', 'not_admitted', 'sso_required', 'rate_limited'],
  },
  listPasskeys: {
    ...endpoints.listPasskeys,
    tag: 'Sign-in',
    summary: "The user's passkeys, oldest first",
    status: 200,
    response: z.array(Passkey),
    needs: 'self',
    errors: [],
  },
  startPasskey: {
    ...endpoints.startPasskey,
    tag: 'Sign-in',
    summary: 'Begin to add a passkey, by all factors; the answer sets a cookie for five minutes',
    body: Proof,
    status: 200,
    response: PasskeyOptions,
    needs: 'session',
    errors: [
      'wrong_credentials',
      'second_factor_required',
      'wrong_code',
      'sso_required',
      'too_many_passkeys',
      'passkeys_unavailable',
      'secret_key_unusable',
    ],
  },
  createPasskey: {
    ...endpoints.createPasskey,
    tag: 'Sign-in',
    summary: 'Add a passkey',
    body: NewPasskey,
    status: 201,
    location: endpoints.listPasskeys.path,
    response: Passkey,
    needs: 'session',
    errors: ['wrong_passkey', 'too_many_passkeys'],
  },
  updatePasskey: {
    ...endpoints.updatePasskey,
    tag: 'Sign-in',
    summary: 'Rename a passkey',
    body: PasskeyChanges,
    status: 200,
    response: Passkey,
    needs: 'session',
    errors: ['passkey_not_found'],
  },
  removePasskey: {
    ...endpoints.removePasskey,
    tag: 'Sign-in',
    summary: 'Remove a passkey, by all factors; sessions that it has begun go on',
    body: Proof,
    status: 204,
    needs: 'session',
    errors: [
      'passkey_not_found',
      'wrong_credentials',
      'second_factor_required',
      'wrong_code',
      'secret_key_unusable',
    ],
  },
} as const satisfies RouteTable
