import {
  ACP_PRESET_NAMES,
  type AcpPresetName,
  type AgentKind,
  type AgentSetup,
  type NewAgentSetup,
  type Provider,
} from '@mission-control/protocol'
import { type Entry, secretsOf, storedEntries } from './entries.ts'
import { type McpDraft, mcpDraftsOf, mcpServersOf } from './mcp-servers.ts'

export const LIMITS = ['steps', 'tokens', 'costUsd', 'seconds', 'silenceSeconds'] as const
export type Limit = (typeof LIMITS)[number]

/** The form's draft of a set-up, with the fields of every kind, so that changing the kind loses nothing. */
export interface Draft {
  kind: AgentKind
  provider: Provider
  baseUrl: string
  /** Empty: a stored key is kept. */
  apiKey: string
  model: string
  headers: readonly Entry[]
  /** A known program by name; `other`: the command names the program. */
  program: AcpPresetName | 'other'
  command: string
  env: readonly Entry[]
  mode: string
  mcpServers: readonly McpDraft[]
  limits: Readonly<Record<Limit, string>>
}

const NO_LIMITS: Draft['limits'] = {
  steps: '',
  tokens: '',
  costUsd: '',
  seconds: '',
  silenceSeconds: '',
}

/**
 * The first draft: the stored set-up, otherwise a program that the machine has, otherwise the
 * built-in agent.
 */
export function draftOf(setup: AgentSetup | null, presets: readonly string[]): Draft {
  const found = ACP_PRESET_NAMES.find((name) => presets.includes(name))
  const draft: Draft = {
    kind: found ? 'acp' : 'builtin',
    provider: 'anthropic',
    baseUrl: '',
    apiKey: '',
    model: '',
    headers: [],
    program: found ?? 'claude',
    command: '',
    env: [],
    mode: '',
    mcpServers: [],
    limits: NO_LIMITS,
  }
  if (!setup) return draft
  const limits = Object.fromEntries(
    LIMITS.map((limit) => [limit, setup.limits[limit] === null ? '' : `${setup.limits[limit]}`]),
  ) as Draft['limits']
  const mcpServers = setup.kind === 'chat' ? [] : mcpDraftsOf(setup.mcpServers)
  if (setup.kind === 'acp') {
    const { kind, preset, command, env, mode } = setup
    return {
      ...draft,
      kind,
      program: preset ?? 'other',
      command: command ?? '',
      env: storedEntries(env),
      mode: mode ?? '',
      mcpServers,
      limits,
    }
  }
  const { kind, baseUrl, model, headers } = setup
  const endpoint = {
    baseUrl: baseUrl ?? '',
    model: model ?? '',
    headers: storedEntries(headers),
    limits,
  }
  return setup.kind === 'builtin'
    ? { ...draft, kind, provider: setup.provider, mcpServers, ...endpoint }
    : { ...draft, kind, ...endpoint }
}

/** The set-up to send to the server. */
export function setupOf(draft: Draft): NewAgentSetup {
  const { kind, provider, program, apiKey } = draft
  const limits = Object.fromEntries(
    LIMITS.map((limit) => [limit, amountOf(draft.limits[limit])]),
  ) as Record<Limit, number | null>
  const mcpServers = mcpServersOf(draft.mcpServers)
  if (kind === 'acp') {
    const named = program === 'other' ? { command: draft.command } : { preset: program }
    const env = secretsOf(draft.env)
    return { kind, ...named, env, mode: orNull(draft.mode), mcpServers, limits }
  }
  const endpoint = {
    ...(apiKey.trim() !== '' && { apiKey }),
    model: orNull(draft.model),
    headers: secretsOf(draft.headers),
    limits,
  }
  return kind === 'chat'
    ? { kind, baseUrl: draft.baseUrl, ...endpoint }
    : { kind, provider, baseUrl: orNull(draft.baseUrl), mcpServers, ...endpoint }
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}

/**
 * A comma may stand for the decimal point. Other text is left to the server to refuse, in its
 * words.
 */
function amountOf(text: string): number | null {
  if (text.trim() === '') return null
  return Number(text.trim().replace(',', '.')) || 0
}
