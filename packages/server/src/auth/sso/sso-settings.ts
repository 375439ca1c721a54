import { fail, type SsoProvider, type SsoSettings } from '@mission-control/protocol'
import type { Core } from '../../core.ts'
import { iso } from '../../iso.ts'
import { holdName } from '../../store/locks.ts'
import type { Db, Tx } from '../../store/schema.ts'
import { writeSsoRequired } from '../../store/sso-providers.ts'
import type { SignInOptions } from '../sign-in-options.ts'
import { provenAt, refuseLockOut } from './lock-out.ts'
import type { Provider } from './provider.ts'
import { isSsoRequired, listProviders } from './providers.ts'

/** The address of a page of the dashboard, as whoever asks reaches it. */
export type PageOf = (path: string) => string

export async function getSso(
  core: Core,
  options: SignInOptions,
  pageOf: PageOf,
): Promise<SsoSettings> {
  return await core.store.snapshot(async (db) => {
    const providers: SsoProvider[] = []
    for (const each of await listProviders(core, options, db)) {
      providers.push(await shownProvider(db, each, pageOf))
    }
    return {
      required: await isSsoRequired(core, options, db),
      requiredReadOnly: options.ssoRequired !== undefined,
      redirectBase: pageOf('/sign-in/'),
      providers,
    }
  })
}

/** Nobody is signed out by it, and the owner can't lock themselves out. */
export async function requireSsoForAll(
  core: Core,
  options: SignInOptions,
  isRequired: boolean,
): Promise<void> {
  if (options.ssoRequired !== undefined) {
    fail(
      'set_by_environment',
      'MISSION_CONTROL_SSO_REQUIRED says it. Change it there, or leave it out there.',
    )
  }
  await core.store.write(async (tx) => {
    await holdSso(tx)
    await writeSsoRequired(tx, isRequired)
    await refuseLockOut(core, options, tx)
  })
}

/** Of two changes at once, the second sees what the first has left. */
export async function holdSso(tx: Tx): Promise<void> {
  await holdName(tx, 'single sign-on')
}

/** As the owner sees it: never the secret. */
export async function shownProvider(
  db: Db,
  provider: Provider,
  pageOf: PageOf,
): Promise<SsoProvider> {
  const proven = await provenAt(db, provider)
  return {
    id: provider.id,
    preset: provider.preset,
    name: provider.name,
    issuer: provider.issuer,
    clientId: provider.clientId,
    hasSecret: provider.hasSecret,
    scopes: provider.scopes,
    rolesClaim: provider.rolesClaim,
    roles: [...provider.roles],
    trustEmail: provider.trustEmail,
    autoJoin: provider.autoJoin,
    enabled: provider.enabled,
    redirectUrl: pageOf(`/sign-in/${provider.id}`),
    readOnly: provider.readOnly,
    provenAt: proven === null ? null : iso(proven),
  }
}
