import type { FieldError } from '@mission-control/protocol'
import type { Bus } from '../bus/bus.ts'
import type { Storage } from '../storage/storage.ts'
import { contractingSteps, missingSteps } from '../store/migrate.ts'
import type { Store } from '../store/store.ts'

/** A database that hasn't answered after this time, in ms, counts as unreachable. */
const ANSWERS_WITHIN = 2_000

/** The parts to look at. Requests depend on all but the bus: without it, changes are only noticed later. */
export const PARTS = ['database', 'schema', 'bus'] as const
const NEEDED = ['database', 'schema'] as const
type Part = (typeof PARTS)[number]

/** What is wrong with a part, in words that everybody may read; null: nothing. */
type State = Record<Part, string | null>

const SLOWER =
  "The servers hear of each other's changes some seconds later, from the database; nothing is lost."

const SILENT = `It has not answered within ${ANSWERS_WITHIN / 1000} s.`

/** Whether this server should be sent requests. */
export class Readiness {
  readonly #store: Store
  readonly #storage: Storage
  readonly #bus: Bus
  #looking: Promise<Pick<State, 'database' | 'schema'>> | undefined
  #draining = false

  constructor(store: Store, storage: Storage, bus: Bus) {
    this.#store = store
    this.#storage = storage
    this.#bus = bus
  }

  /** From now on it is not ready: load balancers send their requests elsewhere. */
  drain(): void {
    this.#draining = true
  }

  async look(): Promise<State> {
    // Whoever asks shares the look that is under way: no crowd of probes is a load for the database.
    this.#looking ??= this.#lookAtStore().finally(() => {
      this.#looking = undefined
    })
    const { promise, resolve } = Promise.withResolvers<Pick<State, 'database' | 'schema'>>()
    const timer = setTimeout(() => resolve({ database: SILENT, schema: null }), ANSWERS_WITHIN)
    const store = await Promise.race([this.#looking, promise])
    clearTimeout(timer)
    return { ...store, bus: this.#bus.problem() }
  }

  /**
   * Part by part: why the server isn't ready, if it isn't, and what is degraded without holding anything up.
   */
  async problems(): Promise<{ problems: FieldError[]; degraded: FieldError[] }> {
    if (this.#draining) {
      const message = 'It stops, and takes no new work.'
      return { problems: [{ path: 'server', message }], degraded: [] }
    }
    const state = await this.look()
    const degraded = state.bus === null ? [] : [{ path: 'bus', message: `${state.bus} ${SLOWER}` }]
    const problems = NEEDED.flatMap((path) => {
      const message = state[path]
      return message === null ? [] : [{ path, message }]
    })
    return { problems, degraded }
  }

  /** Why this version can no longer use the schema, in words; null: it can. */
  async outdated(): Promise<string | null> {
    const steps = await contractingSteps(this.#store.db)
    return steps.length === 0 ? null : tooNew(steps)
  }

  async #lookAtStore(): Promise<Pick<State, 'database' | 'schema'>> {
    // A disk that is full still lets everything be read.
    const { refusal, publicProblem } = this.#storage
    if (refusal === 'away') return { database: publicProblem, schema: null }
    try {
      const missing = await missingSteps(this.#store.db)
      if (missing.length > 0) return { database: null, schema: tooOld(missing) }
      return { database: null, schema: await this.outdated() }
    } catch {
      // Don't show the error: it may name hosts and files, and anybody may ask. Whoever uses the database
      // logs it.
      return { database: 'It cannot be read.', schema: null }
    }
  }
}

function tooOld(missing: string[]): string {
  return `It is older than this server: it lacks ${missing.join(', ')}. Start the server again, so that it is brought up to date.`
}

function tooNew(steps: string[]): string {
  return `A newer version has taken away what this one needs (${steps.join(', ')}). Start that version in its place.`
}
