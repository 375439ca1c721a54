import type { Down } from '@mission-control/protocol/runner'

/**
 * What a runner was told of its runs over one connection, which delivers: what is read again from the
 * store is told once.
 */
export class Told {
  /** The runs, by the names of what was told of them. */
  readonly #runs = new Map<string, string>()

  constructor(greeting: readonly Down[]) {
    for (const message of greeting) this.note(message)
  }

  note(message: Down): void {
    const name = nameOf(message)
    if (name !== null && 'runId' in message) this.#runs.set(name, message.runId)
  }

  has(message: Down): boolean {
    const name = nameOf(message)
    return name !== null && this.#runs.has(name)
  }

  get isEmpty(): boolean {
    return this.#runs.size === 0
  }

  /** The runs of which something was told by now. */
  get runs(): Set<string> {
    return new Set(this.#runs.values())
  }

  forget(runs: ReadonlySet<string>): void {
    for (const [name, runId] of this.#runs) if (runs.has(runId)) this.#runs.delete(name)
  }
}

/** Null: what may be told again. A run that was cancelled need not be discarded as well. */
function nameOf(message: Down): string | null {
  switch (message.type) {
    case 'cancel':
    case 'discard':
      return message.runId
    case 'permissionAnswer':
      return `${message.runId} ${message.requestId}`
    default:
      return null
  }
}
