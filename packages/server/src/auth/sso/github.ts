import type { Configuration, ServerMetadata } from 'openid-client'
import { fetchProtectedResource } from 'openid-client'
import { z } from 'zod'
import type { Identity, Provider } from './provider.ts'

const User = z.object({ id: z.number(), login: z.string(), name: z.string().nullish() })
const Emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

/** GitHub speaks OAuth, not OpenID Connect, and announces nothing. `issuer`: its address, or that of an own one. */
export function githubEndpoints(issuer: string): ServerMetadata {
  return {
    issuer,
    authorization_endpoint: `${issuer}/login/oauth/authorize`,
    token_endpoint: `${issuer}/login/oauth/access_token`,
  }
}

/** Who somebody is there, which GitHub tells to whoever has their token. */
export async function githubIdentity(
  configuration: Configuration,
  { issuer }: Provider,
  token: string,
): Promise<Identity> {
  const api = issuer === 'https://github.com' ? 'https://api.github.com' : `${issuer}/api/v3`
  const headers = new Headers({ accept: 'application/vnd.github+json' })
  const get = async (path: string) => {
    const url = new URL(api + path)
    const answer = await fetchProtectedResource(configuration, token, url, 'GET', null, headers)
    return (await answer.json()) as unknown
  }
  const { id, login, name } = User.parse(await get('/user'))
  const primary = Emails.parse(await get('/user/emails')).find((each) => each.primary)
  return {
    issuer,
    subject: String(id),
    email: primary?.verified ? primary.email.toLowerCase() : null,
    name: name || login,
    idToken: null,
  }
}
