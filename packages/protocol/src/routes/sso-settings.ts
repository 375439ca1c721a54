import { endpoints } from '../endpoints.ts'
import { SsoBegun } from '../resources/single-sign-on.ts'
import {
  NewSsoProvider,
  SsoChanges,
  SsoChecked,
  SsoProvider,
  SsoProviderChanges,
  SsoSettings,
  SsoTrial,
  SsoTrialFinish,
} from '../resources/sso-settings.ts'
import type { RouteTable } from './route.ts'

/** Single sign-on as it is set up for the whole server. */
export const ssoSettingsRoutes = {
  getSso: {
    ...endpoints.getSso,
    tag: 'Sign-in',
    summary: 'How single sign-on is set up; secrets are never answered',
    status: 200,
    response: SsoSettings,
    needs: 'owner',
    errors: [],
  },
  updateSso: {
    ...endpoints.updateSso,
    tag: 'Sign-in',
    summary: 'Say whether people sign in through a provider only',
    body: SsoChanges,
    status: 200,
    response: SsoSettings,
    needs: 'owner',
    errors: ['set_by_environment', 'would_lock_out'],
  },
  createSsoProvider: {
    ...endpoints.createSsoProvider,
    tag: 'Sign-in',
    summary: 'Set up a provider of single sign-on',
    body: NewSsoProvider,
    status: 201,
    location: endpoints.getSso.path,
    response: SsoProvider,
    needs: 'owner',
    errors: [
      'unknown_workspace',
      'provider_taken',
      'too_many_providers',
      'set_by_environment',
      'secret_key_unusable',
    ],
  },
  updateSsoProvider: {
    ...endpoints.updateSsoProvider,
    tag: 'Sign-in',
    summary: 'Change a provider; who is signed in through it stays so',
    body: SsoProviderChanges,
    status: 200,
    response: SsoProvider,
    needs: 'owner',
    errors: [
      'provider_not_found',
      'unknown_workspace',
      'provider_taken',
      'set_by_environment',
      'would_lock_out',
      'secret_key_unusable',
    ],
  },
  deleteSsoProvider: {
    ...endpoints.deleteSsoProvider,
    tag: 'Sign-in',
    summary: 'Remove a provider; who is signed in through it stays so',
    status: 204,
    needs: 'owner',
    errors: ['provider_not_found', 'set_by_environment', 'would_lock_out'],
  },
  testSsoProvider: {
    ...endpoints.testSsoProvider,
    tag: 'Sign-in',
    summary:
      'Look at a provider: what it says of itself, its keys, and whether it takes the secret',
    status: 200,
    response: SsoChecked,
    needs: 'owner',
    errors: ['provider_not_found', 'secret_key_unusable'],
  },
  startSsoTrial: {
    ...endpoints.startSsoTrial,
    tag: 'Sign-in',
    summary:
      'Begin to try a sign-in that signs nobody in; the answer sets a cookie for ten minutes',
    status: 200,
    response: SsoBegun,
    needs: 'owner',
    errors: ['provider_not_found', 'provider_unavailable', 'secret_key_unusable'],
  },
  finishSsoTrial: {
    ...endpoints.finishSsoTrial,
    tag: 'Sign-in',
    summary: 'What a sign-in would come to, by what a provider has answered; nothing is changed',
    body: SsoTrialFinish,
    status: 200,
    response: SsoTrial,
    needs: 'owner',
    errors: ['sso_failed', 'provider_unavailable', 'secret_key_unusable'],
  },
} as const satisfies RouteTable
