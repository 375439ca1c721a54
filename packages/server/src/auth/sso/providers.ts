import { fail, type ProviderId } from '@mission-control/protocol'
import type { Core } from '../../core.ts'
import type { Db } from '../../store/schema.ts'
import { listSsoProviders, readSsoRequired } from '../../store/sso-providers.ts'
import type { SignInOptions } from '../sign-in-options.ts'
import type { Provider } from './provider.ts'
import { toProvider } from './stored-provider.ts'

/**
 * Every provider, that of the environment first: it stands for what is stored of the same issuer. Read anew
 * each time, so that a change counts at once, whichever server it was made on.
 */
export async function listProviders(
  core: Core,
  { provider }: SignInOptions,
  db: Db = core.store.db,
): Promise<Provider[]> {
  const stored = (await listSsoProviders(db)).filter(({ issuer }) => issuer !== provider?.issuer)
  return [...(provider ? [provider] : []), ...stored.map((row) => toProvider(core, row))]
}

/** The provider, if people sign in through it. Throws `unknown_provider`. */
export async function findOffered(
  core: Core,
  options: SignInOptions,
  id: ProviderId,
): Promise<Provider> {
  const found = await findProvider(core, options, id)
  if (found?.enabled) return found
  return fail('unknown_provider', `Nobody can sign in through ${JSON.stringify(id)}.`)
}

/** The provider, whether people sign in through it or not. */
export async function findProvider(
  core: Core,
  options: SignInOptions,
  id: ProviderId,
): Promise<Provider | undefined> {
  return (await listProviders(core, options)).find((each) => each.id === id)
}

/** Whether people sign in through a provider only. What the environment says counts. */
export async function isSsoRequired(
  core: Core,
  { ssoRequired }: SignInOptions,
  db: Db = core.store.db,
): Promise<boolean> {
  return ssoRequired ?? (await readSsoRequired(db))
}
