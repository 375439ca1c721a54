import { fail } from '@mission-control/protocol'

const OWNERS_WAY = 'The owner gets in by a one-time link: npm run mission-control -- set-up-link'

/** Passwords don't count here. */
export function requireSso(instead = OWNERS_WAY): never {
  return fail(
    'sso_required',
    `People sign in through a provider here, not by a password or a passkey. ${instead}`,
  )
}
