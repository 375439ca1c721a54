import { fail, ProblemError, TRIAL_STATE } from '@mission-control/protocol'
import * as client from 'openid-client'
import type { Core } from '../../core.ts'
import { Configurations } from './configuration.ts'
import type { Flow } from './flow.ts'
import { githubIdentity, githubScopes } from './github.ts'
import { type Identity, identityOf, type Provider } from './provider.ts'

/** Where somebody goes on from the provider. */
export type Way = Pick<Flow, 'redirectUri' | 'returnTo' | 'trialOf'>

/** Speaks OpenID Connect with providers, and with GitHub what it speaks. */
export class OpenId {
  readonly #core: Core
  readonly #configurations: Configurations

  constructor(core: Core) {
    this.#core = core
    this.#configurations = new Configurations(core.now)
  }

  /** Where to send the browser, and what it carries meanwhile. Throws `provider_unavailable`. */
  async begin(provider: Provider, way: Way): Promise<[URL, Flow]> {
    const configuration = await this.#configurationOf(provider)
    const state = (way.trialOf === null ? '' : TRIAL_STATE) + client.randomState()
    const nonce = client.randomNonce()
    const verifier = client.randomPKCECodeVerifier()
    const isGithub = provider.preset === 'github'
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: way.redirectUri,
      scope: isGithub ? githubScopes(provider) : provider.scopes,
      state,
      ...(!isGithub && { nonce }),
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    const { id, issuer, clientId } = provider
    const at = this.#core.now()
    return [url, { provider: id, issuer, clientId, state, nonce, verifier, at, ...way }]
  }

  /**
   * Who has come back, by the parameters of their address. Throws `provider_unavailable`, and `sso_failed`
   * for whatever is not as it has to be.
   */
  async identify(provider: Provider, flow: Flow, answer: URLSearchParams): Promise<Identity> {
    try {
      return await this.#ask(provider, flow, answer)
    } catch (error) {
      return refuseAnswer(this.#core, provider, error, flow.trialOf !== null)
    }
  }

  async #ask(provider: Provider, flow: Flow, answer: URLSearchParams): Promise<Identity> {
    const configuration = await this.#configurationOf(provider)
    const url = new URL(flow.redirectUri)
    url.search = answer.toString()
    const checks = { expectedState: flow.state, pkceCodeVerifier: flow.verifier }
    if (provider.preset === 'github') {
      const { access_token } = await client.authorizationCodeGrant(configuration, url, checks)
      return await githubIdentity(configuration, provider, access_token)
    }
    const tokens = await client.authorizationCodeGrant(configuration, url, {
      ...checks,
      expectedNonce: flow.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()!
    const more = configuration.serverMetadata().userinfo_endpoint
      ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
      : {}
    return identityOf({ ...more, ...claims }, provider, tokens.id_token ?? null)
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
    try {
      return await this.#configurations.of(provider)
    } catch (error) {
      // Its secret can't be read: that is nothing of the provider's, and waiting doesn't help.
      if (error instanceof ProblemError) throw error
      const { issuer } = provider
      this.#core.log.warn({ error, issuer }, 'a provider of single sign-on does not answer')
      return unavailable(provider)
    }
  }
}

/** The most characters of what a provider says of an error. */
const REASON_MAX = 300

/** `isTrial`: the owner is told what is not as it has to be; nobody else needs to know. */
function refuseAnswer({ log }: Core, provider: Provider, error: unknown, isTrial: boolean): never {
  if (error instanceof ProblemError) throw error
  if (isOutage(error)) {
    log.warn({ error }, 'a provider of single sign-on does not answer')
    return unavailable(provider)
  }
  // Not the error itself: it may hold what the provider has answered.
  const {
    code,
    error: said,
    error_description,
  } = error as {
    code?: string
    error?: string
    error_description?: string
  }
  const reason = said ?? (error instanceof Error ? error.message : String(error))
  log.warn({ provider: provider.id, code, reason }, 'a single sign-on was refused')
  if (isTrial) {
    const more = error_description ?? (error as { cause?: Error }).cause?.message
    const words = more === undefined ? reason : `${reason} (${more})`
    fail('sso_failed', `${provider.name} signed nobody in: ${words.slice(0, REASON_MAX)}.`)
  }
  if (said === 'access_denied')
    return fail('sso_failed', `${provider.name} says that access was denied.`)
  return fail(
    'sso_failed',
    `What ${provider.name} answered is not what was asked for, or not from there. Sign in again.`,
  )
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
