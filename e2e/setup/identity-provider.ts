import { createServer } from 'node:http'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import Provider from 'oidc-provider'
import type { Scope } from './cleanup.ts'
import { listen } from './listen.ts'

export const CLIENT = { id: 'mission-control', secret: 'the-secret-of-the-client' }

/** Somebody at the provider. */
export interface Account extends JWTPayload {
  sub: string
  email?: string
  email_verified?: boolean
  name?: string
  groups?: string[]
}

export interface IdentityProvider {
  issuer: string
  /** With it a server sends people there. */
  environment: NodeJS.ProcessEnv
  /** Who signs in there next. */
  account: Account
  /** Makes another ID token of the claims; undefined: it is honest. */
  lie: ((claims: JWTPayload, sign: Sign) => Promise<string> | string) | undefined
  /** It answers nobody. */
  down: boolean
  /** Takes these servers for its clients. */
  register(...urls: string[]): void
  /** Signs in there as a browser does, and resolves with the address that it sends the browser back to. */
  signIn(url: string): Promise<URL>
}

type Sign = (claims: JWTPayload) => Promise<string>

/** A real provider of OpenID Connect (`oidc-provider`) that is honest unless it is told to lie in one field. */
export async function startIdentityProvider(t: Scope, account: Account): Promise<IdentityProvider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const key = { ...(await exportJWK(privateKey)), kid: 'k', alg: 'RS256', use: 'sig' }
  const sign: Sign = (claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(privateKey)
  const accounts = new Map<string, Account>()
  let provider: Provider | undefined

  const server = createServer((request, response) => {
    const { url = '', method } = request
    if (idp.down || !provider) {
      response.writeHead(503).end('down')
    } else if (!url.startsWith('/interaction/')) {
      provider.callback()(request, response)
    } else if (method === 'POST') {
      accounts.set(idp.account.sub, { ...idp.account })
      void provider.interactionFinished(request, response, {
        login: { accountId: idp.account.sub },
      })
    } else {
      response
        .setHeader('content-type', 'text/html')
        .end(`<form method="post"><button>Sign in as ${idp.account.sub}</button></form>`)
    }
  })
  const issuer = `http://127.0.0.1:${await listen(t, server)}`
  const idp: IdentityProvider = {
    issuer,
    environment: {
      MISSION_CONTROL_OIDC_ISSUER: issuer,
      MISSION_CONTROL_OIDC_CLIENT_ID: CLIENT.id,
      MISSION_CONTROL_OIDC_CLIENT_SECRET: CLIENT.secret,
      MISSION_CONTROL_OIDC_NAME: 'Example Inc.',
    },
    account,
    lie: undefined,
    down: false,
    register(...urls) {
      provider = new Provider(issuer, {
        clients: [
          {
            client_id: CLIENT.id,
            client_secret: CLIENT.secret,
            token_endpoint_auth_method: 'client_secret_post',
            redirect_uris: urls.flatMap((each) => [`${each}/sign-in/oidc`, `${each}/sign-in/sso`]),
            post_logout_redirect_uris: urls.map((each) => `${each}/`),
          },
        ],
        jwks: { keys: [key] },
        cookies: { keys: ['for a test'] },
        features: {
          devInteractions: { enabled: false },
          rpInitiatedLogout: {
            logoutSource: (ctx, form) => {
              ctx.body = `${form}<button form="op.logoutForm" name="logout" value="yes">Yes</button>`
            },
          },
        },
        ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
        interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
        claims: {
          openid: ['sub', 'groups'],
          email: ['email', 'email_verified'],
          profile: ['name'],
        },
        findAccount: (_, id) => ({ accountId: id, claims: () => accounts.get(id) as never }),
        // Nobody is asked for their consent.
        async loadExistingGrant({ oidc }) {
          const grant = new oidc.provider.Grant({
            clientId: CLIENT.id,
            accountId: oidc.session!.accountId!,
          })
          grant.addOIDCScope('openid email profile')
          await grant.save()
          return grant
        },
      })
      provider.use(async (ctx, next) => {
        await next()
        const body = ctx.body as { id_token?: string } | undefined
        if (ctx.path !== '/token' || !idp.lie || !body?.id_token) return
        const [, claims = ''] = body.id_token.split('.')
        body.id_token = await idp.lie(JSON.parse(`${Buffer.from(claims, 'base64url')}`), sign)
      })
    },
    async signIn(url) {
      const cookies = new Map<string, string>()
      let [at, method] = [new URL(url), 'GET']
      while (at.origin === issuer) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const answer = await fetch(at, { method, headers: { cookie }, redirect: 'manual' })
        for (const line of answer.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
          cookies.set(name, value)
        }
        const to = answer.headers.get('location')
        if (to === null && answer.status !== 200) throw new Error(await answer.text())
        // Its page has one button.
        method = to === null ? 'POST' : 'GET'
        at = to === null ? at : new URL(to, at)
      }
      return at
    },
  }
  return idp
}
