import type { AgentSetup } from '@mission-control/protocol'

/** What is never shown. */
export interface Secrets {
  apiKey: string | null
  /** The values of headers, or of an ACP program's variables, by name. */
  values: Record<string, string>
  /** The values of the MCP servers' `env` or `headers`, by the servers' names. */
  mcp: Record<string, Record<string, string>>
}

type Undated<T> = T extends unknown ? Omit<T, 'updatedAt'> : never
/** What may be shown of a set-up, as its row keeps it. */
export type ShownSetup = Undated<AgentSetup>

export interface Parts {
  shown: ShownSetup
  secrets: Secrets
}

/** A set-up that is there already. */
export interface Stored {
  shown: ShownSetup
  /** Opens the secrets. If that fails, the request is refused, with `path` as the field. */
  open(path: string): Secrets
}
