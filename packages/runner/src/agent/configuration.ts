/** Where a model is spoken to over HTTP. */
export interface Endpoint {
  /** Up to and with `/v1`. */
  baseUrl: string
  apiKey: string | null
  headers: Record<string, string>
}

/** What a prompt may take before its agent is stopped. */
export interface Limits {
  /** Answers of the model. */
  steps: number
  /** Input and output together; null: any. */
  tokens: number | null
  /** Where nobody says what a step cost, it doesn't count. null: any. */
  costUsd: number | null
  timeMs: number
  /** How long the model may say nothing. */
  silenceMs: number
}

export const DEFAULT_LIMITS: Limits = {
  steps: 100,
  tokens: null,
  costUsd: null,
  timeMs: 60 * 60 * 1000,
  silenceMs: 2 * 60 * 1000,
}

/** Any endpoint for OpenAI's chat completions: it answers, and does nothing itself that we know of. */
export interface ChatConfiguration {
  kind: 'chat'
  endpoint: Endpoint
  /** null: the first one that the endpoint lists. */
  model: string | null
  limits: Limits
}

/** How the desktop's agent is reached. It holds keys: it lies in memory, and goes through pipes. */
export type AgentConfiguration = ChatConfiguration
