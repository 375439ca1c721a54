import type { Core } from './core.ts'
import { giveUpLease, type Held, takeLease } from './store/leases.ts'

/** After this long without a word of the server that has it, another one takes it; in ms. */
const LASTS = 6_000
/** It is renewed this often, in ms. */
const RENEWED_EVERY = 1_000

/** What only one of the servers that share a database does at a time. One that is alone has it anyway. */
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
    // Unless the answer says so, and comes.
    this.#isHeld = false
    this.#held = undefined
    this.#asked = now
    const lease = { name: this.#name, holder: replica, ms: LASTS }
    this.#held = await store.write((tx) => takeLease(tx, lease))
    this.#isHeld = this.#held !== undefined
    return this.#isHeld
  }

  /** How long it has been held, also by those before; undefined: this server is alone with it, or lacks it. */
  get held(): Held | undefined {
    return this.#held
  }

  /** Another server may have it at once. */
  async giveUp(): Promise<void> {
    const { store, storage, replica, shared, log } = this.#core
    if (!shared || !this.#isHeld || storage.refusal) return
    await store
      .write((tx) => giveUpLease(tx, this.#name, replica))
      .catch((error) => log.info({ error }, 'a lease runs out by itself'))
  }
}
