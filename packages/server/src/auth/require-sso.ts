import { fail } from '@mission-control/protocol'

/** Passwords don't count here. */
export function requireSso(): never {
  return fail(
    'sso_required',
    'People sign in through a provider here, not by a password. The owner gets in by a one-time link: npm run mission-control -- set-up-link',
  )
}
