import {
  type AgentLimits,
  type AgentSetup,
  type FieldError,
  fail,
  type NewAgentSetup,
} from '@mission-control/protocol'

/** What is never shown. */
export interface Secrets {
  apiKey: string | null
  /** Of headers, or of an ACP program's variables, by their names. */
  values: Record<string, string>
}

type Undated<T> = T extends unknown ? Omit<T, 'updatedAt'> : never
/** What may be shown of a set-up, as its row keeps it. */
export type ShownSetup = Undated<AgentSetup>

export interface Parts {
  shown: ShownSetup
  secrets: Secrets
}

/** A set-up that is there already. `open` throws a `SecretError`. */
export interface Stored {
  shown: ShownSetup
  open(): Secrets
}

/** The set-up in two parts, with the secrets of the stored one that are to stay. */
export function partsOf(wanted: NewAgentSetup, stored: Stored | undefined): Parts {
  const limits = limitsOf(wanted.limits)
  const kept = keptSecrets(wanted, stored)
  if (wanted.kind === 'acp') {
    const { kind, preset = null, command = null, mode = null } = wanted
    const values = valuesOf('env', wanted.env, kept)
    const shown = { kind, preset, command, mode, limits, env: Object.keys(values) }
    return { shown, secrets: { apiKey: null, values } }
  }
  const apiKey = wanted.apiKey === undefined ? kept.apiKey : wanted.apiKey
  const values = valuesOf('headers', wanted.headers, kept)
  const common = {
    apiKey: apiKey === null ? null : { last4: lastOf(apiKey) },
    model: wanted.model ?? null,
    headers: Object.keys(values),
    limits,
  }
  const shown: ShownSetup =
    wanted.kind === 'chat'
      ? { kind: 'chat', baseUrl: wanted.baseUrl, ...common }
      : {
          kind: 'builtin',
          provider: wanted.provider,
          baseUrl: wanted.baseUrl ?? null,
          ...common,
        }
  return { shown, secrets: { apiKey, values } }
}

const NOTHING: Secrets = { apiKey: null, values: {} }

/** Those that may stay: they go nowhere that they weren't given for. */
function keptSecrets(wanted: NewAgentSetup, stored: Stored | undefined): Secrets {
  if (stored === undefined || placeOf(stored.shown) !== placeOf(wanted)) return NOTHING
  const given = wanted.kind === 'acp' ? wanted.env : wanted.headers
  const all = given !== undefined && !Object.values(given).includes(null)
  if (all && (wanted.kind === 'acp' || wanted.apiKey !== undefined)) return NOTHING
  return stored.open()
}

/** Where the secrets go. */
function placeOf(setup: NewAgentSetup | ShownSetup): string {
  switch (setup.kind) {
    case 'acp':
      return `acp ${setup.preset ?? ''} ${setup.command ?? ''}`
    case 'chat':
      return `chat ${new URL(setup.baseUrl).origin}`
    case 'builtin':
      return `builtin ${setup.provider} ${setup.baseUrl ? new URL(setup.baseUrl).origin : ''}`
  }
}

function valuesOf(
  field: 'headers' | 'env',
  given: Record<string, string | null> | undefined,
  kept: Secrets,
): Record<string, string> {
  if (given === undefined) return kept.values
  const missing: FieldError[] = []
  const values = Object.entries(given).map(([name, value]): [string, string] => {
    const known = Object.hasOwn(kept.values, name) ? kept.values[name] : undefined
    if (value === null && known === undefined) {
      const message = 'expected a value: none is stored for this place that could stay'
      missing.push({ path: `${field}.${name}`, message })
    }
    return [name, value ?? known ?? '']
  })
  if (missing.length > 0) {
    const list = missing.map(({ path, message }) => `${path}: ${message}`).join('; ')
    fail('invalid_request', `The body cannot be used. ${list}`, missing)
  }
  return Object.fromEntries(values)
}

function limitsOf(limits: AgentLimits = {}): ShownSetup['limits'] {
  const { steps, tokens, costUsd, seconds, silenceSeconds } = limits
  return {
    steps: steps ?? null,
    tokens: tokens ?? null,
    costUsd: costUsd ?? null,
    seconds: seconds ?? null,
    silenceSeconds: silenceSeconds ?? null,
  }
}

/** Of a short key they would be too much of it. */
function lastOf(key: string): string {
  return key.length < 12 ? '' : key.slice(-4)
}
