import { fail } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import type { SignInOptions } from './sign-in-options.ts'
import { isSsoRequired } from './sso/providers.ts'

const OWNERS_WAY = 'The owner gets in by a one-time link: npm run mission-control -- set-up-link'

/** Throws `sso_required` where neither passwords nor passkeys count. `instead`: what to do there. */
export async function requirePasswordsAllowed(
  core: Core,
  options: SignInOptions,
  instead = OWNERS_WAY,
): Promise<void> {
  if (!(await isSsoRequired(core, options))) return
  fail(
    'sso_required',
    `People sign in through a provider here, not by a password or a passkey. ${instead}`,
  )
}
