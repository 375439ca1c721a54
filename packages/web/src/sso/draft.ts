import {
  microsoftIssuer,
  type NewSsoProvider,
  PRESET,
  type Preset,
  type RoleRule,
  type SsoProvider,
  type SsoProviderChanges,
} from '@mission-control/protocol'

/** A provider as it stands in the form. */
export interface Draft {
  preset: Preset
  name: string
  /** Of Microsoft: the id of the directory. Of the others: the issuer. */
  place: string
  clientId: string
  secret: string
  scopes: string
  rolesClaim: string
  roles: RoleRule[]
  trustEmail: boolean
  autoJoin: boolean
  enabled: boolean
}

export function newDraft(preset: Preset): Draft {
  const { name, issuer, scopes } = PRESET[preset]
  const off = { trustEmail: false, autoJoin: false, enabled: true }
  const texts = { clientId: '', secret: '', rolesClaim: 'groups' }
  return { preset, name, place: issuer ?? '', scopes, roles: [], ...texts, ...off }
}

export function draftOf(provider: SsoProvider): Draft {
  const { issuer, preset } = provider
  const place = preset === 'microsoft' ? (tenantIn(issuer) ?? issuer) : issuer
  return { ...provider, place, secret: '' }
}

const TENANT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function tenantIn(issuer: string): string | undefined {
  const [, tenant = ''] = new URL(issuer).pathname.split('/')
  return microsoftIssuer(tenant) === issuer ? tenant : undefined
}

export type Wrong = Partial<Record<'place' | 'clientId' | 'name', 'missing' | 'tenant'>>

/** What has to be entered, or entered otherwise. */
export function wrongIn({ preset, place, clientId, name }: Draft): Wrong {
  const isOdd = isTenant({ preset, place }) && !TENANT.test(place.trim())
  return {
    ...(isOdd && { place: 'tenant' }),
    ...(place.trim() === '' && { place: 'missing' }),
    ...(clientId.trim() === '' && { clientId: 'missing' }),
    ...(name.trim() === '' && { name: 'missing' }),
  }
}

/** Whether what stands for the place is a directory's id: an issuer may stand there as well. */
function isTenant({ preset, place }: Pick<Draft, 'preset' | 'place'>): boolean {
  return preset === 'microsoft' && !place.includes('://')
}

export function newProviderOf(draft: Draft, taken: readonly string[]): NewSsoProvider {
  return { id: freeId(draft.preset, taken), preset: draft.preset, ...changesOf(draft) }
}

export function changesOf(draft: Draft) {
  const { name, clientId, secret, scopes, rolesClaim, trustEmail, autoJoin, enabled } = draft
  const place = draft.place.trim()
  return {
    ...{ name, clientId, scopes, rolesClaim, trustEmail, autoJoin, enabled },
    issuer: isTenant(draft) ? microsoftIssuer(place) : place,
    roles: draft.roles.filter(({ group }) => group.trim() !== ''),
    ...(secret !== '' && { clientSecret: secret }),
  } satisfies SsoProviderChanges
}

/** The id of the next provider of this kind; its redirect address ends with it. */
export function freeId(preset: Preset, taken: readonly string[]): string {
  const first = preset === 'oidc' ? 'sso' : preset
  for (let i = 1; ; i++) {
    const id = i === 1 ? first : `${first}-${i}`
    if (!taken.includes(id)) return id
  }
}
