import { createHash } from 'node:crypto'
import { fail } from '@mission-control/protocol'
import * as client from 'openid-client'
import type { Core } from '../../core.ts'
import { strangeAddress } from './addresses.ts'
import type { Flow } from './flow.ts'
import { type Identity, identityOf, type Provider } from './provider.ts'

/** A provider answers within so many seconds. */
const WITHIN = 10

/** What is known of a provider is asked for anew after so long, in ms. */
const KNOWN_FOR = 10 * 60_000
/** One that couldn't be reached is left alone for so long, whoever wants to sign in meanwhile. */
const DOWN_FOR = 1_000

interface Known {
  until: number
  configuration: Promise<client.Configuration>
}

/** Speaks OpenID Connect with providers. */
export class OpenId {
  readonly #core: Core
  /** By everything that decides; of a handful of providers. */
  readonly #known = new Map<string, Known>()

  constructor(core: Core) {
    this.#core = core
  }

  /** Where to send the browser, and what it carries meanwhile. Throws `provider_unavailable`. */
  async begin(provider: Provider, redirectUri: string, returnTo: string): Promise<[URL, Flow]> {
    const configuration = await this.#configurationOf(provider)
    const [state, nonce] = [client.randomState(), client.randomNonce()]
    const verifier = client.randomPKCECodeVerifier()
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: provider.scopes,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    const { id, issuer, clientId } = provider
    const at = this.#core.now()
    return [
      url,
      { provider: id, issuer, clientId, state, nonce, verifier, redirectUri, returnTo, at },
    ]
  }

  /**
   * Who has come back, by the parameters of their address. Throws `provider_unavailable`, and `sso_failed`
   * for whatever is not as it has to be.
   */
  async identify(provider: Provider, flow: Flow, answer: URLSearchParams): Promise<Identity> {
    const configuration = await this.#configurationOf(provider)
    const url = new URL(flow.redirectUri)
    url.search = answer.toString()
    try {
      const tokens = await client.authorizationCodeGrant(configuration, url, {
        expectedState: flow.state,
        pkceCodeVerifier: flow.verifier,
        expectedNonce: flow.nonce,
        idTokenExpected: true,
      })
      const claims = tokens.claims()!
      const more = configuration.serverMetadata().userinfo_endpoint
        ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
        : {}
      return identityOf({ ...more, ...claims }, provider, tokens.id_token ?? null)
    } catch (error) {
      return this.#refuse(provider, error)
    }
  }

  /** Where a browser goes to be signed out at the provider too; null: it offers no such thing. */
  async signOutUrl(
    provider: Provider,
    idToken: string | null,
    backTo: string,
  ): Promise<string | null> {
    const configuration = await this.#configurationOf(provider)
    if (!configuration.serverMetadata().end_session_endpoint) return null
    return client.buildEndSessionUrl(configuration, {
      post_logout_redirect_uri: backTo,
      ...(idToken !== null && { id_token_hint: idToken }),
    }).href
  }

  async #configurationOf(provider: Provider): Promise<client.Configuration> {
    const { issuer, clientId } = provider
    const secret = provider.openSecret()
    const key = createHash('sha256')
      .update(JSON.stringify([provider.id, issuer, clientId, secret ?? null]))
      .digest('hex')
    const now = this.#core.now()
    let known = this.#known.get(key)
    if (!known || known.until < now) {
      const fresh: Known = { until: now + KNOWN_FOR, configuration: configure(provider, secret) }
      fresh.configuration.catch(() => {
        fresh.until = this.#core.now() + DOWN_FOR
      })
      for (const [each, { until }] of this.#known) if (until < now) this.#known.delete(each)
      this.#known.set(key, fresh)
      known = fresh
    }
    try {
      return await known.configuration
    } catch (error) {
      this.#core.log.warn({ error, issuer }, 'a provider of single sign-on does not answer')
      return unavailable(provider)
    }
  }

  #refuse(provider: Provider, error: unknown): never {
    if (isOutage(error)) {
      this.#core.log.warn({ error }, 'a provider of single sign-on does not answer')
      return unavailable(provider)
    }
    // Not the error itself: it may hold what the provider has answered.
    const { code, error: said } = error as { code?: string; error?: string }
    const reason = said ?? (error instanceof Error ? error.message : String(error))
    this.#core.log.warn({ provider: provider.id, code, reason }, 'a single sign-on was refused')
    if (said === 'access_denied')
      return fail('sso_failed', `${provider.name} says that access was denied.`)
    return fail(
      'sso_failed',
      `What ${provider.name} answered is not what was asked for, or not from there. Sign in again.`,
    )
  }
}

async function configure(
  { issuer, clientId }: Provider,
  secret: string | undefined,
): Promise<client.Configuration> {
  const authentication = secret === undefined ? client.None() : client.ClientSecretPost(secret)
  const isPlain = new URL(issuer).protocol === 'http:'
  const execute = isPlain ? [client.allowInsecureRequests] : []
  // Without the last an ID token that came straight from the provider would be believed unsigned.
  const found = await client.discovery(new URL(issuer), clientId, {}, authentication, {
    timeout: WITHIN,
    execute: [...execute, client.enableNonRepudiationChecks],
  })
  const strange = strangeAddress(found.serverMetadata())
  if (strange !== undefined) throw new Error(`the provider leads to ${strange}`)
  return found
}

/** The network or the provider itself, not what it says of somebody. */
function isOutage(error: unknown): boolean {
  const { name, code, cause, status } = error as {
    name?: string
    code?: string
    cause?: { name?: string; status?: number }
    status?: number
  }
  const isCut = name === 'TypeError' || name === 'TimeoutError' || cause?.name === 'TimeoutError'
  return isCut || code === 'OAUTH_TIMEOUT' || (status ?? cause?.status ?? 0) >= 500
}

function unavailable({ name }: Provider): never {
  return fail(
    'provider_unavailable',
    `${name} can't be reached at the moment. Try again later, or sign in another way.`,
  )
}
