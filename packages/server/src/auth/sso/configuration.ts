import { createHash } from 'node:crypto'
import * as client from 'openid-client'
import { strangeAddress } from './addresses.ts'
import { githubAddresses } from './github-addresses.ts'
import type { Provider } from './provider.ts'

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

/** What is known of each provider: its addresses and keys. */
export class Configurations {
  readonly #now: () => number
  /** By everything that decides; of a handful of providers. */
  readonly #known = new Map<string, Known>()

  constructor(now: () => number) {
    this.#now = now
  }

  async of(provider: Provider): Promise<client.Configuration> {
    const { issuer, clientId } = provider
    const secret = provider.openSecret()
    const key = createHash('sha256')
      .update(JSON.stringify([provider.id, provider.preset, issuer, clientId, secret ?? null]))
      .digest('hex')
    const now = this.#now()
    let known = this.#known.get(key)
    if (!known || known.until < now) {
      const fresh: Known = { until: now + KNOWN_FOR, configuration: configure(provider, secret) }
      fresh.configuration.catch(() => {
        fresh.until = this.#now() + DOWN_FOR
      })
      for (const [each, { until }] of this.#known) if (until < now) this.#known.delete(each)
      this.#known.set(key, fresh)
      known = fresh
    }
    return await known.configuration
  }
}

async function configure(
  { preset, issuer, clientId }: Provider,
  secret: string | undefined,
): Promise<client.Configuration> {
  const authentication = secret === undefined ? client.None() : client.ClientSecretPost(secret)
  const isPlain = new URL(issuer).protocol === 'http:'
  if (preset === 'github') {
    const { server } = githubAddresses(issuer)
    const made = new client.Configuration(server, clientId, {}, authentication)
    made.timeout = WITHIN
    if (isPlain) client.allowInsecureRequests(made)
    return made
  }
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
