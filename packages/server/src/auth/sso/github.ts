import * as client from 'openid-client'
import { githubAddresses } from './github-addresses.ts'
import { type Identity, identityOf, type Provider } from './provider.ts'

/** Of a list so many pages are read, of 100 each. */
const PAGES_MAX = 5
const PAGE = 100

/** GitHub tells nobody of their groups unless they agree to it. */
export function githubScopes({ scopes, roles }: Pick<Provider, 'scopes' | 'roles'>): string {
  const all = new Set(scopes.split(' '))
  if (roles.length > 0) all.add('read:org')
  return [...all].join(' ')
}

/**
 * GitHub signs people in by OAuth 2.0 without OpenID Connect: it gives no ID token, so who they are is asked
 * for with the access token that it has just given us. That has gone through nobody else's hands.
 */
export async function githubIdentity(
  configuration: client.Configuration,
  provider: Provider,
  accessToken: string,
): Promise<Identity> {
  const { api } = githubAddresses(provider.issuer)
  const ask = (path: string) => askGithub(configuration, accessToken, `${api}${path}`)
  const user = await ask('/user')
  const { id, login, name } = user as Record<string, unknown>
  // Names can be changed, and taken by others. The number can't.
  if (!Number.isSafeInteger(id)) throw new Error('GitHub has named nobody')
  const email = primaryEmail(await ask('/user/emails'))
  const groups = provider.roles.length === 0 ? [] : await groupsOf(ask)
  const claims = { sub: String(id), login, name: name ?? login, ...email, groups }
  return identityOf(claims, { ...provider, rolesClaim: 'groups', trustEmail: false }, null)
}

/** The address that they have chosen for themselves, if they have shown that it is theirs. */
function primaryEmail(list: unknown): { email?: unknown; email_verified?: boolean } {
  const all: Record<string, unknown>[] = Array.isArray(list) ? list : []
  const primary = all.find((each) => each.primary === true)
  return primary ? { email: primary.email, email_verified: primary.verified === true } : {}
}

/** Organisations by their name (`acme`), teams by that of their organisation too (`acme/ops`). */
async function groupsOf(ask: (path: string) => Promise<unknown>): Promise<string[]> {
  const organisations = await allOf(ask, '/user/orgs')
  const teams = await allOf(ask, '/user/teams')
  return [
    ...organisations.map(({ login }) => String(login)),
    ...teams.map(({ slug, organization }) => `${(organization as Named | null)?.login}/${slug}`),
  ]
}

type Named = Record<string, unknown>

async function allOf(ask: (path: string) => Promise<unknown>, path: string): Promise<Named[]> {
  const all: Named[] = []
  for (let page = 1; page <= PAGES_MAX; page++) {
    const some = await ask(`${path}?per_page=${PAGE}&page=${page}`)
    if (!Array.isArray(some)) throw new Error(`GitHub has answered no list at ${path}`)
    all.push(...some)
    if (some.length < PAGE) break
  }
  return all
}

async function askGithub(
  configuration: client.Configuration,
  accessToken: string,
  address: string,
): Promise<unknown> {
  const headers = new Headers({ accept: 'application/vnd.github+json' })
  const url = new URL(address)
  const answer = await client.fetchProtectedResource(
    configuration,
    accessToken,
    url,
    'GET',
    null,
    headers,
  )
  if (answer.ok) return await answer.json()
  await answer.body?.cancel()
  const message = `GitHub has answered ${answer.status} at ${url.pathname}`
  throw Object.assign(new Error(message), { status: answer.status })
}
