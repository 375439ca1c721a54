import {
  ENVIRONMENT_PROVIDER,
  type FieldError,
  fail,
  type NewSsoProvider,
  PRESET,
  type RoleRule,
  type SsoProviderChanges,
} from '@mission-control/protocol'
import type { Caller, Core } from '../../core.ts'
import { audit } from '../../store/audit.ts'
import { findMember } from '../../store/memberships.ts'
import type { SsoProviderRow, Tx } from '../../store/schema.ts'
import {
  deleteSsoProvider,
  insertSsoProvider,
  listSsoProviders,
  updateSsoProvider,
} from '../../store/sso-providers.ts'
import type { SignInOptions } from '../sign-in-options.ts'
import { completeProvider } from './complete-provider.ts'
import { refuseLockOut } from './lock-out.ts'
import type { Provider } from './provider.ts'
import { holdSso } from './sso-settings.ts'
import { sealSecret, toProvider } from './stored-provider.ts'

/** Each has its button on the sign-in page. */
const PROVIDERS_MAX = 20

export async function createProvider(
  core: Core,
  options: SignInOptions,
  caller: Caller,
  wanted: NewSsoProvider,
): Promise<Provider> {
  const { id, preset, clientId } = wanted
  refuseEnvironments(id)
  const { issuer, scopes, errors } = completeProvider(preset, wanted)
  refuse(errors)
  const at = core.now()
  const place = { id, issuer, client_id: clientId }
  const secret = wanted.clientSecret ?? null
  const row: SsoProviderRow = {
    ...place,
    preset,
    name: wanted.name ?? PRESET[preset].name,
    client_secret: secret === null ? null : sealSecret(core, secret, place),
    scopes,
    roles_claim: wanted.rolesClaim,
    roles: JSON.stringify(wanted.roles),
    trust_email: Number(wanted.trustEmail),
    auto_join: Number(wanted.autoJoin),
    enabled: Number(wanted.enabled),
    created_at: at,
    changed_at: at,
  }
  await core.store.write(async (tx) => {
    await holdSso(tx)
    await refuseForeignPlaces(tx, caller, wanted.roles)
    const others = await listSsoProviders(tx)
    if (others.some((each) => each.id === id)) {
      fail('provider_taken', `There is a provider ${JSON.stringify(id)} already.`)
    }
    refuseTaken(options, others, issuer)
    if (others.length >= PROVIDERS_MAX) {
      fail('too_many_providers', `Expected at most ${PROVIDERS_MAX} providers.`)
    }
    await insertSsoProvider(tx, row)
    audit(tx, caller, { target: id })
  })
  return toProvider(core, row)
}

/** What is left out stays. */
export async function changeProvider(
  core: Core,
  options: SignInOptions,
  caller: Caller,
  id: string,
  changes: SsoProviderChanges,
): Promise<Provider> {
  refuseEnvironments(id)
  return await core.store.write(async (tx) => {
    await holdSso(tx)
    const all = await listSsoProviders(tx)
    const before = all.find((each) => each.id === id) ?? refuseUnknown(id)
    if (changes.roles) await refuseForeignPlaces(tx, caller, changes.roles)
    const row = changed(core, before, changes)
    refuseTaken(
      options,
      all.filter((each) => each !== before),
      row.issuer,
    )
    await updateSsoProvider(tx, row)
    await refuseLockOut(core, options, tx)
    return toProvider(core, row)
  })
}

/** Who is known by their account there is known again if it comes back. */
export async function removeProvider(
  core: Core,
  options: SignInOptions,
  id: string,
): Promise<void> {
  refuseEnvironments(id)
  await core.store.write(async (tx) => {
    await holdSso(tx)
    if (!(await deleteSsoProvider(tx, id))) refuseUnknown(id)
    await refuseLockOut(core, options, tx)
  })
}

function changed(core: Core, before: SsoProviderRow, changes: SsoProviderChanges): SsoProviderRow {
  const { preset } = before
  const { issuer, scopes, errors } = completeProvider(preset, {
    issuer: changes.issuer ?? before.issuer,
    scopes: changes.scopes ?? before.scopes,
  })
  const place = { id: before.id, issuer, client_id: changes.clientId ?? before.client_id }
  const isMoved = issuer !== before.issuer || place.client_id !== before.client_id
  const { clientSecret } = changes
  if (isMoved && clientSecret === undefined && before.client_secret !== null) {
    const message = 'expected the secret: the stored one was given for another issuer or client id'
    errors.push({ path: 'clientSecret', message })
  }
  refuse(errors)
  const sealed = clientSecret ? sealSecret(core, clientSecret, place) : null
  const isOther = isMoved || clientSecret !== undefined
  return {
    ...before,
    ...place,
    client_secret: clientSecret === undefined ? before.client_secret : sealed,
    scopes,
    name: changes.name ?? before.name,
    roles_claim: changes.rolesClaim ?? before.roles_claim,
    roles: changes.roles ? JSON.stringify(changes.roles) : before.roles,
    trust_email: Number(changes.trustEmail ?? before.trust_email),
    auto_join: Number(changes.autoJoin ?? before.auto_join),
    enabled: Number(changes.enabled ?? before.enabled),
    changed_at: isOther ? core.now() : before.changed_at,
  }
}

export function refuseUnknown(id: string): never {
  return fail('provider_not_found', `There is no provider ${JSON.stringify(id)}.`)
}

function refuseEnvironments(id: string): void {
  if (id !== ENVIRONMENT_PROVIDER) return
  fail(
    'set_by_environment',
    `The provider ${ENVIRONMENT_PROVIDER} is the one that MISSION_CONTROL_OIDC_ISSUER names. Change it there, or give another one another id.`,
  )
}

/** Who somebody is, is their id at an issuer: of two providers nobody would know which of them says so. */
function refuseTaken(
  { provider }: SignInOptions,
  others: readonly SsoProviderRow[],
  issuer: string,
): void {
  const taken = [...(provider ? [provider] : []), ...others].find((each) => each.issuer === issuer)
  if (!taken) return
  fail('provider_taken', `${taken.name} (${taken.id}) has the issuer ${issuer} already.`)
}

/** Roles are given by who has them to give. */
async function refuseForeignPlaces(
  tx: Tx,
  { userId }: Caller,
  roles: readonly RoleRule[],
): Promise<void> {
  const errors: FieldError[] = []
  for (const [i, { workspaceId }] of roles.entries()) {
    if (workspaceId === null) continue
    if ((await findMember(tx, workspaceId, userId))?.role === 'admin') continue
    const message = `expected a workspace of which you are an admin, got ${JSON.stringify(workspaceId)}`
    errors.push({ path: `roles.${i}.workspaceId`, message })
  }
  if (errors.length > 0) fail('unknown_workspace', listed(errors), errors)
}

function refuse(errors: FieldError[]): void {
  if (errors.length === 0) return
  fail('invalid_request', `The body cannot be used. ${listed(errors)}`, errors)
}

const listed = (errors: readonly FieldError[]) =>
  errors.map(({ path, message }) => `${path}: ${message}`).join('; ')
