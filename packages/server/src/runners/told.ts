import type { Down } from '@mission-control/protocol/runner'

/**
 * What a runner was told about its runs over one connection, so that what is read again from the store isn't
 * told twice.
 */
export class Told {
  /** The run of each message that was told, by the message's name. */
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

/**
 * Names a message; null: it may be told again. A cancel and a discard share a name: one of them is enough.
 */
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
