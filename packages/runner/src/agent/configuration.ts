import type { Provider } from '@mission-control/protocol/agents'

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
  /** The most dollars; steps without a reported cost don't count. null: no limit. */
  costUsd: number | null
  timeMs: number
  /** How long the model may say nothing. */
  silenceMs: number
}

/**
 * Any endpoint for OpenAI's chat completions: it answers, and as far as we know does nothing
 * itself.
 */
export interface ChatConfiguration {
  kind: 'chat'
  endpoint: Endpoint
  /** null: the first one that the endpoint lists. */
  model: string | null
  limits: Limits
}

/** A server of further tools that speaks the Model Context Protocol: a program, or an address. */
export type McpServer =
  | { command: string; args: string[]; env: Record<string, string> }
  | { url: string; headers: Record<string, string> }

/** By name. */
export type McpServers = Record<string, McpServer>

/**
 * The built-in agent: a model that decides, and tools that work in the desktop's working directory.
 */
export interface BuiltinConfiguration {
  kind: 'builtin'
  /** Whose API the endpoint speaks. */
  provider: Provider
  endpoint: Endpoint
  /** null: the first one that the endpoint lists. */
  model: string | null
  /** Their tools are added to our own. */
  mcpServers: McpServers
  limits: Limits
}

/** A program that speaks the Agent Client Protocol: Claude Code, Codex, Gemini CLI, OpenCode, … */
export interface AcpConfiguration {
  kind: 'acp'
  /** A line for `/bin/sh`. */
  command: string
  /** Variables that the program gets beside those of commands. */
  env: Record<string, string>
  /** One of the session modes that the program offers; null: its default. */
  mode: string | null
  /** The name that the desktop shows. The program itself uses its own set-up. */
  model: string | null
  /** Handed on to the program, which starts them itself. */
  mcpServers: McpServers
  limits: Limits
}

/** How the desktop's agent is reached. It holds keys: it lies in memory, and goes through pipes. */
export type AgentConfiguration = ChatConfiguration | BuiltinConfiguration | AcpConfiguration
