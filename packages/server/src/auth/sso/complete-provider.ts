import { type FieldError, PRESET, type Preset } from '@mission-control/protocol'
import { isIssuer } from './addresses.ts'

/** What has to be right together. */
export interface Addressed {
  issuer: string
  scopes: string
}

/** Directories of Microsoft that are none: their tokens name the directory that somebody is in. */
const NO_TENANT = ['common', 'organizations', 'consumers']

/** Fills in what the preset knows, and says what doesn't fit it. */
export function completeProvider(
  preset: Preset,
  given: { issuer?: string | undefined; scopes?: string | undefined },
): Addressed & { errors: FieldError[] } {
  const known = PRESET[preset]
  const issuer = given.issuer ?? known.issuer
  const scopes = given.scopes ?? known.scopes
  const errors = [
    { path: 'issuer', message: issuerError(preset, issuer) },
    { path: 'scopes', message: scopesError(preset, scopes) },
  ].filter((each): each is FieldError => each.message !== undefined)
  return { issuer: tidy(preset, issuer ?? ''), scopes, errors }
}

function issuerError(preset: Preset, issuer: string | null): string | undefined {
  if (issuer === null) return 'expected the address of the provider'
  const { issuer: own } = PRESET[preset]
  const got = `got ${JSON.stringify(issuer)}`
  if (preset === 'google' && issuer !== own) return `expected ${own}, ${got}`
  if (!isIssuer(issuer)) {
    return `expected an address that begins with https://, or with http:// on the machine of the server, ${got}`
  }
  const isTenantless = preset === 'microsoft' && NO_TENANT.some((each) => has(issuer, each))
  return isTenantless ? `expected the id of one directory (tenant) in it, ${got}` : undefined
}

function scopesError(preset: Preset, scopes: string): string | undefined {
  const isOpenId = preset !== 'github'
  return isOpenId && !/^openid( |$)/.test(scopes)
    ? `expected openid and further scopes, separated by spaces, got ${JSON.stringify(scopes)}`
    : undefined
}

function has(issuer: string, part: string): boolean {
  return new URL(issuer).pathname.split('/').includes(part)
}

/** Paths are appended to GitHub's address; of all others each character counts. */
function tidy(preset: Preset, issuer: string): string {
  return preset === 'github' && issuer.endsWith('/') ? issuer.slice(0, -1) : issuer
}
