import type { Core } from './core.ts'
import { giveUpLease, type Held, takeLease } from './store/leases.ts'

/** If the server that holds the lease doesn't renew it for this long, in ms, another one may take it. */
const LASTS = 6_000
/** How often the holder renews the lease, in ms. */
const RENEWED_EVERY = 1_000

/**
 * Lets only one of the servers that share a database do something at a time. A single server always holds it.
 */
export class Lease {
  readonly #core: Core
  readonly #name: string
  #isHeld: boolean
  #held: Held | undefined
  #asked = Number.NEGATIVE_INFINITY

  constructor(core: Core, name: string) {
    this.#core = core
    this.#name = name
    this.#isHeld = !core.shared
  }

  async isHeld(): Promise<boolean> {
    const { store, replica, shared } = this.#core
    const now = performance.now()
    if (!shared || now - this.#asked < RENEWED_EVERY) return this.#isHeld
    // Not held, unless the database answers that it is.
    this.#isHeld = false
    this.#held = undefined
    this.#asked = now
    const lease = { name: this.#name, holder: replica, ms: LASTS }
    this.#held = await store.write((tx) => takeLease(tx, lease))
    this.#isHeld = this.#held !== undefined
    return this.#isHeld
  }

  /**
   * Since when the lease has been held without a gap, also by earlier holders; undefined: this server is the
   * only one, or doesn't hold it.
   */
  get held(): Held | undefined {
    return this.#held
  }

  /** Gives the lease up, so that another server can take it at once. */
  async giveUp(): Promise<void> {
    const { store, storage, replica, shared, log } = this.#core
    if (!shared || !this.#isHeld || storage.refusal) return
    await store
      .write((tx) => giveUpLease(tx, this.#name, replica))
      .catch((error) => log.info({ error }, 'a lease runs out by itself'))
  }
}
