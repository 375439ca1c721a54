import { fail, type ProviderId, type SignInWay, type SsoTrial } from '@mission-control/protocol'
import { atFirstUse } from '../../at-first-use.ts'
import type { AuthenticatedCaller, Caller, Core } from '../../core.ts'
import { SecretError } from '../../secret-box.ts'
import { findSessionProvider } from '../../store/sessions.ts'
import { type NewSession, type Origin, openSession } from '../open-session.ts'
import { announceEnds, signOut } from '../sessions.ts'
import type { SignInOptions } from '../sign-in-options.ts'
import { admit } from './admit.ts'
import { refuseUnknown } from './change-providers.ts'
import { type Flow, openFlow, sealFlow } from './flow.ts'
import type { Way } from './open-id.ts'
import type { Identity, Provider } from './provider.ts'
import { findOffered, findProvider, listProviders } from './providers.ts'
import { isInside } from './return-to.ts'
import { takeRoles } from './take-roles.ts'
import { tryIdentity } from './trial.ts'

/** To which place in the store the ID token of a session is bound. */
const ID_TOKEN = 'ID token'

/** Signing in by somebody else's word. */
export class SingleSignOn {
  readonly #core: Core
  readonly #options: SignInOptions
  readonly #load = atFirstUse(async () => new (await import('./open-id.ts')).OpenId(this.#core))

  constructor(core: Core, options: SignInOptions) {
    this.#core = core
    this.#options = options
  }

  /** As the sign-in page shows them. */
  async ways(): Promise<SignInWay[]> {
    const providers = await listProviders(this.#core, this.#options)
    return providers.filter(({ enabled }) => enabled).map(({ id, name }) => ({ id, name }))
  }

  /** Where to send the browser, and what it carries meanwhile. */
  async begin(
    id: ProviderId,
    returnTo: string,
    redirectUri: string,
  ): Promise<{ url: string; flow: string }> {
    if (!isInside(returnTo)) {
      const message = `expected a path of the dashboard, got ${JSON.stringify(returnTo)}`
      fail('invalid_request', `The body cannot be used. returnTo: ${message}`, [
        { path: 'returnTo', message },
      ])
    }
    const provider = await findOffered(this.#core, this.#options, id)
    return await this.#begin(provider, { redirectUri, returnTo, trialOf: null })
  }

  /** The same way for the owner, who wants to know where it leads. The provider need not be offered yet. */
  async beginTrial(
    id: ProviderId,
    { userId }: Caller,
    redirectUri: string,
  ): Promise<{ url: string; flow: string }> {
    const provider = await this.find(id)
    return await this.#begin(provider, { redirectUri, returnTo: '/', trialOf: userId })
  }

  async #begin(provider: Provider, way: Way): Promise<{ url: string; flow: string }> {
    const [url, flow] = await (await this.#load()).begin(provider, way)
    return { url: url.href, flow: sealFlow(this.#core, flow) }
  }

  /** `sealed`: what the browser has carried; `answer`: with what the provider has sent it back. */
  async finish(
    id: ProviderId,
    answer: string,
    sealed: string | undefined,
    from: Origin,
  ): Promise<NewSession & { returnTo: string }> {
    const provider = await findOffered(this.#core, this.#options, id)
    const flow = this.#flowOf(provider, sealed, null)
    const identity = await this.#identify(provider, flow, answer)
    const { idToken } = identity
    const { session, ended } = await this.#core.store.write(async (tx) => {
      const user = await admit(this.#core, tx, provider, identity)
      const ended = await takeRoles(this.#core, tx, provider, identity, user.id)
      const session = await openSession(this.#core, tx, user, from, {
        provider_id: id,
        id_token: idToken === null ? null : this.#core.secrets.seal(idToken, ID_TOKEN),
      })
      return { session, ended }
    })
    announceEnds(this.#core, ended)
    return { ...session, returnTo: flow.returnTo }
  }

  /** What the sign-in would have come to. */
  async finishTrial(
    id: ProviderId,
    { userId }: Caller,
    answer: string,
    sealed: string | undefined,
  ): Promise<SsoTrial> {
    const provider = await findProvider(this.#core, this.#options, id)
    if (!provider) return this.#notBegun()
    const flow = this.#flowOf(provider, sealed, userId)
    return await tryIdentity(this.#core, provider, await this.#identify(provider, flow, answer))
  }

  /**
   * What the browser has carried. An answer of one provider is never taken to another: not by the address
   * that it came back to, and not after the settings have changed. Neither is a trial's taken for a sign-in.
   */
  #flowOf(provider: Provider, sealed: string | undefined, trialOf: string | null): Flow {
    const flow = openFlow(this.#core, sealed)
    const isOurs =
      flow?.provider === provider.id &&
      flow.issuer === provider.issuer &&
      flow.clientId === provider.clientId &&
      flow.trialOf === trialOf
    return isOurs ? flow : this.#notBegun()
  }

  async #identify(provider: Provider, flow: Flow, answer: string): Promise<Identity> {
    return await (await this.#load()).identify(provider, flow, new URLSearchParams(answer))
  }

  /** Throws `provider_not_found`. */
  async find(id: ProviderId): Promise<Provider> {
    const found = await findProvider(this.#core, this.#options, id)
    return found ?? refuseUnknown(id)
  }

  /** Ends the caller's session. Answers where to go to be signed out at the provider too, if that is known. */
  async signOut(caller: AuthenticatedCaller, backTo: string): Promise<string | null> {
    const { store, log } = this.#core
    const by = await findSessionProvider(store.db, caller.credentialId)
    await signOut(this.#core, caller)
    const known = await listProviders(this.#core, this.#options)
    // What one issuer said of somebody is told to no other that has come in its place.
    const provider = known.find(
      ({ id, changedAt }) => id === by?.provider_id && changedAt <= by.created_at,
    )
    if (!by || !provider) return null
    try {
      const idToken = by.id_token && this.#core.secrets.open(by.id_token, ID_TOKEN)
      return await (await this.#load()).signOutUrl(provider, idToken, backTo)
    } catch (error) {
      // Who leaves has left here in any case.
      const isSealed = error instanceof SecretError
      log.warn({ error, isSealed }, 'nobody could be signed out at the provider')
      return null
    }
  }

  #notBegun(): never {
    return fail(
      'sso_failed',
      'This sign-in was not begun in this browser, or more than 10 minutes ago. Sign in again.',
    )
  }
}
