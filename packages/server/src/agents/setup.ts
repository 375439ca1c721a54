import type { AgentSetup } from '@mission-control/protocol'

/** What is never shown. */
export interface Secrets {
  apiKey: string | null
  /** Of headers, or of an ACP program's variables, by their names. */
  values: Record<string, string>
  /** Of the MCP servers' `env` or `headers`, by the servers' names. */
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
  /** `path`: the field for which it is opened; it is refused when that can't be done. */
  open(path: string): Secrets
}
