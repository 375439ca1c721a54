import { endpoints } from '../endpoints.ts'
import {
  NewTotp,
  RecoveryCodes,
  TotpConfirmation,
  TotpRemoval,
  TotpStart,
  TotpState,
} from '../resources/second-factor.ts'
import {
  SignInWays,
  SsoBegun,
  SsoFinish,
  SsoSignedIn,
  SsoSignedOut,
  SsoStart,
} from '../resources/single-sign-on.ts'
import type { RouteTable } from './route.ts'

/** Ways to sign in beside the password. */
export const signInRoutes = {
  getSignInWays: {
    ...endpoints.getSignInWays,
    tag: 'Sign-in',
    summary: 'How people can sign in here',
    status: 200,
    response: SignInWays,
    open: true,
    errors: [],
  },
  startSso: {
    ...endpoints.startSso,
    tag: 'Sign-in',
    summary: 'Begin to sign in through a provider; the answer sets a cookie for ten minutes',
    body: SsoStart,
    status: 200,
    response: SsoBegun,
    open: true,
    errors: ['unknown_provider', 'provider_unavailable', 'secret_key_unusable'],
  },
  finishSso: {
    ...endpoints.finishSso,
    tag: 'Sign-in',
    summary: 'Sign in by what a provider has answered; the answer sets the session cookie',
    body: SsoFinish,
    status: 200,
    response: SsoSignedIn,
    open: true,
    errors: [
      'sso_failed',
      'not_admitted',
      'unknown_provider',
      'provider_unavailable',
      'rate_limited',
    ],
  },
  signOutOfSso: {
    ...endpoints.signOutOfSso,
    tag: 'Sign-in',
    summary:
      'End the session that the request comes with, and say how to end it at the provider too',
    status: 200,
    response: SsoSignedOut,
    needs: 'self',

    errors: [],
  },
  getTotp: {
    ...endpoints.getTotp,
    tag: 'Sign-in',
    summary: 'Whether the user signs in with two factors',
    status: 200,
    response: TotpState,
    needs: 'self',
    errors: [],
  },
  startTotp: {
    ...endpoints.startTotp,
    tag: 'Sign-in',
    summary: 'Make the secret of a second factor; nothing is asked for before it is confirmed',
    body: TotpStart,
    status: 200,
    response: NewTotp,
    needs: 'self',
    errors: ['wrong_credentials', 'second_factor_on', 'secret_key_unusable'],
  },
  confirmTotp: {
    ...endpoints.confirmTotp,
    tag: 'Sign-in',
    summary: 'Turn two-factor sign-in on by a code of the app; the answer holds the recovery codes',
    body: TotpConfirmation,
    status: 200,
    response: RecoveryCodes,
    needs: 'self',
    errors: ['wrong_code', 'second_factor_off', 'secret_key_unusable'],
  },
  removeTotp: {
    ...endpoints.removeTotp,
    tag: 'Sign-in',
    summary: 'Turn two-factor sign-in off, by both factors',
    body: TotpRemoval,
    status: 204,
    needs: 'self',
    errors: ['wrong_credentials', 'wrong_code', 'second_factor_off', 'secret_key_unusable'],
  },
} as const satisfies RouteTable
