import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { Scope } from './cleanup.ts'
import { CLIENT } from './identity-provider.ts'
import { listen } from './listen.ts'

/** What GitHub says of somebody. */
export interface GithubUser {
  id: unknown
  login: string
  name?: string | null
  emails: { email: string; primary: boolean; verified: boolean }[]
  orgs?: string[]
  teams?: { org: string; slug: string }[]
}

/** A small server that speaks as GitHub does: OAuth 2.0 with PKCE, then its API. Errors of tokens come with 200. */
export async function startGithub(t: Scope, first: GithubUser) {
  const codes = new Map<string, { challenge: string; redirect: string; scope: string }>()
  const tokens = new Map<string, string>()
  const github = {
    issuer: '',
    user: first,
    /** Signs in there, and resolves with what it sends the browser back with. */
    signIn(address: string): URLSearchParams {
      const asked = new URL(address).searchParams
      const code = randomBytes(10).toString('hex')
      codes.set(code, {
        challenge: asked.get('code_challenge')!,
        redirect: asked.get('redirect_uri')!,
        scope: asked.get('scope')!,
      })
      return new URLSearchParams({ code, state: asked.get('state')! })
    },
  }

  function tokenFor(form: URLSearchParams): object {
    if (form.get('client_id') !== CLIENT.id || form.get('client_secret') !== CLIENT.secret) {
      return { error: 'incorrect_client_credentials' }
    }
    const code = codes.get(form.get('code')!)
    codes.delete(form.get('code')!)
    const verifier = createHash('sha256').update(form.get('code_verifier')!).digest('base64url')
    if (code?.challenge !== verifier) return { error: 'bad_verification_code' }
    if (form.get('redirect_uri') !== code.redirect) return { error: 'redirect_uri_mismatch' }
    const token = `gho_${randomBytes(10).toString('hex')}`
    tokens.set(token, code.scope)
    return { access_token: token, token_type: 'bearer', scope: code.scope }
  }

  function api(path: string, scope: string): unknown {
    const { emails, orgs = [], teams = [], ...user } = github.user
    if (path === '/user') return user
    if (path === '/user/emails') return scope.includes('user:email') ? emails : undefined
    if (!scope.includes('read:org')) return undefined
    if (path === '/user/orgs') return orgs.map((login) => ({ login }))
    return teams.map(({ org, slug }) => ({ slug, organization: { login: org } }))
  }

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, 'http://x')
    let body = ''
    for await (const chunk of request) body += chunk
    const answer = (value: unknown, status = 200) =>
      response
        .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
        .end(JSON.stringify(value))
    if (pathname === '/login/oauth/access_token') return answer(tokenFor(new URLSearchParams(body)))
    const scope = tokens.get(request.headers.authorization?.replace(/^bearer /i, '') ?? '')
    const said = scope === undefined ? undefined : api(pathname.replace('/api/v3', ''), scope)
    if (said === undefined) return answer({ message: 'Not Found' }, 404)
    return answer(said)
  })
  github.issuer = `http://127.0.0.1:${await listen(t, server)}`
  return github
}
