import { fail } from '@mission-control/protocol'
import type { Core } from '../../core.ts'
import { lastThrough } from '../../store/accounts.ts'
import type { Db, Tx } from '../../store/schema.ts'
import { readSsoRequired } from '../../store/sso-providers.ts'
import { findOwner } from '../../store/workspaces.ts'
import type { SignInOptions } from '../sign-in-options.ts'
import type { Provider } from './provider.ts'
import { listProviders } from './providers.ts'

/** When the owner last signed in through the provider as it is set up now, in ms since 1970; null: not yet. */
export async function provenAt(db: Db, { issuer, changedAt }: Provider): Promise<number | null> {
  const owner = await findOwner(db)
  const last = owner && (await lastThrough(db, owner.userId, issuer))
  return last !== undefined && last >= changedAt ? last : null
}

/** Call it last: while no password counts, the owner has a provider left of which they know that it works. */
export async function refuseLockOut(core: Core, options: SignInOptions, tx: Tx): Promise<void> {
  // What the environment says is changed there, whatever the settings are.
  if (options.ssoRequired !== undefined || !(await readSsoRequired(tx))) return
  for (const provider of await listProviders(core, options, tx)) {
    if (provider.enabled && (await provenAt(tx, provider)) !== null) return
  }
  fail(
    'would_lock_out',
    'While single sign-on is required there has to be a provider through which you have signed in, as it is set up at that time. Sign in through one first; or let passwords count, make the change, sign in through the provider, and require single sign-on again.',
  )
}
