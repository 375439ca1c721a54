import {
  ACP_PRESET_NAMES,
  type AcpPresetName,
  type AgentKind,
  type AgentSetup,
  type NewAgentSetup,
  type Provider,
} from '@mission-control/protocol'

/** A secret by its name. `value`: null as long as the stored one stays. */
export interface Entry {
  name: string
  value: string | null
}

export const LIMITS = ['steps', 'tokens', 'costUsd', 'seconds', 'silenceSeconds'] as const
export type Limit = (typeof LIMITS)[number]

/** An agent's set-up as it is being written: of every kind at once, so that a change of mind loses nothing. */
export interface Draft {
  kind: AgentKind
  provider: Provider
  baseUrl: string
  /** Empty: the stored one stays, where there is one. */
  apiKey: string
  model: string
  headers: readonly Entry[]
  /** A program by its name; `other`: by its command. */
  program: AcpPresetName | 'other'
  command: string
  env: readonly Entry[]
  mode: string
  limits: Readonly<Record<Limit, string>>
}

const NO_LIMITS: Draft['limits'] = {
  steps: '',
  tokens: '',
  costUsd: '',
  seconds: '',
  silenceSeconds: '',
}

/** What to begin with: what is stored, else a program that the machine has, else our own loop. */
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
    limits: NO_LIMITS,
  }
  if (!setup) return draft
  const limits = Object.fromEntries(
    LIMITS.map((limit) => [limit, setup.limits[limit] === null ? '' : `${setup.limits[limit]}`]),
  ) as Draft['limits']
  const stored = (names: readonly string[]) => names.map((name) => ({ name, value: null }))
  if (setup.kind === 'acp') {
    const { kind, preset, command, env, mode } = setup
    return {
      ...draft,
      kind,
      program: preset ?? 'other',
      command: command ?? '',
      env: stored(env),
      mode: mode ?? '',
      limits,
    }
  }
  const { kind, baseUrl, model, headers } = setup
  const endpoint = { baseUrl: baseUrl ?? '', model: model ?? '', headers: stored(headers), limits }
  return setup.kind === 'builtin'
    ? { ...draft, kind, provider: setup.provider, ...endpoint }
    : { ...draft, kind, ...endpoint }
}

/** What the server is asked to take. */
export function setupOf(draft: Draft): NewAgentSetup {
  const { kind, provider, program, apiKey } = draft
  const limits = Object.fromEntries(
    LIMITS.map((limit) => [limit, amountOf(draft.limits[limit])]),
  ) as Record<Limit, number | null>
  if (kind === 'acp') {
    const named = program === 'other' ? { command: draft.command } : { preset: program }
    return { kind, ...named, env: secretsOf(draft.env), mode: orNull(draft.mode), limits }
  }
  const endpoint = {
    ...(apiKey.trim() !== '' && { apiKey }),
    model: orNull(draft.model),
    headers: secretsOf(draft.headers),
    limits,
  }
  return kind === 'chat'
    ? { kind, baseUrl: draft.baseUrl, ...endpoint }
    : { kind, provider, baseUrl: orNull(draft.baseUrl), ...endpoint }
}

function secretsOf(entries: readonly Entry[]): Record<string, string | null> {
  const named = entries.filter(({ name, value }) => name.trim() !== '' || value)
  return Object.fromEntries(named.map(({ name, value }) => [name.trim(), value]))
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}

/** A comma may stand for the point. What is no number is for the server to refuse, in its words. */
function amountOf(text: string): number | null {
  if (text.trim() === '') return null
  return Number(text.trim().replace(',', '.')) || 0
}
