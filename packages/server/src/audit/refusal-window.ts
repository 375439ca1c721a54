import type { Refusal } from './refusal.ts'

const WINDOW_MS = 60_000
/** Different ones that have a row of their own. */
const KINDS_MAX = 20

/**
 * Counts refusals: the first of its kind is written at once; how many more there were, when the minute is
 * over. What comes beyond {@link KINDS_MAX} kinds is one number for each workspace.
 */
export class RefusalWindow {
  readonly #write: (refusal: Refusal, count: number) => void
  readonly #kinds = new Map<string, { refusal: Refusal; more: number }>()
  readonly #rest = new Map<string | undefined, { refusal: Refusal; more: number }>()
  #timer: NodeJS.Timeout | undefined

  constructor(write: (refusal: Refusal, count: number) => void) {
    this.#write = write
  }

  add(refusal: Refusal): void {
    const kind = kindOf(refusal)
    const known = this.#kinds.get(kind)
    if (known) {
      known.more++
    } else if (this.#kinds.size < KINDS_MAX) {
      this.#kinds.set(kind, { refusal, more: 0 })
      this.#write(refusal, 1)
    } else {
      const rest = this.#rest.get(refusal.workspaceId) ?? { refusal: several(refusal), more: 0 }
      rest.more++
      this.#rest.set(refusal.workspaceId, rest)
    }
    this.#timer ??= setTimeout(() => this.close(), WINDOW_MS).unref()
  }

  /** Ends the minute. */
  close(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const counted = [...this.#kinds.values(), ...this.#rest.values()]
    this.#kinds.clear()
    this.#rest.clear()
    for (const { refusal, more } of counted) if (more > 0) this.#write(refusal, more)
  }
}

function kindOf({ workspaceId, deed, outcome, email, network }: Refusal): string {
  const { doer, action, target } = deed
  return JSON.stringify([workspaceId, doer?.actor.id, action, target, outcome, email, network])
}

/** What can be said of different ones together. */
function several({ workspaceId, deed: { at } }: Refusal): Refusal {
  const nobody = { doer: undefined, target: null, address: null, userAgent: null }
  return {
    workspaceId,
    deed: { ...nobody, action: 'several', at },
    outcome: 'refused',
    network: '',
  }
}
