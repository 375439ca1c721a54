import type { AgentLimits, NewAgentSetup } from '@mission-control/protocol'
import { valuesOf } from './kept.ts'
import { mcpPartsOf } from './mcp-parts.ts'
import type { Parts, ShownSetup, Stored } from './setup.ts'

/** The set-up in two parts, with the secrets of the stored one that are to stay. */
export function partsOf(wanted: NewAgentSetup, stored: Stored | undefined): Parts {
  const limits = limitsOf(wanted.limits)
  // Secrets go nowhere that they weren't given for.
  const kept = stored && placeOf(stored.shown) === placeOf(wanted) ? stored : undefined
  if (wanted.kind === 'acp') {
    const { kind, preset = null, command = null, mode = null } = wanted
    const values = valuesOf('env', wanted.env, () => keptValues(kept, 'env'))
    const mcp = mcpPartsOf(wanted.mcpServers, stored)
    const names = { env: Object.keys(values), mcpServers: mcp.shown }
    return {
      shown: { kind, preset, command, mode, limits, ...names },
      secrets: { apiKey: null, values, mcp: mcp.secrets },
    }
  }
  const apiKey = wanted.apiKey === undefined ? keptKey(kept) : wanted.apiKey
  const values = valuesOf('headers', wanted.headers, () => keptValues(kept, 'headers'))
  const { kind, baseUrl = null, model = null } = wanted
  const common = {
    apiKey: apiKey === null ? null : { last4: lastOf(apiKey) },
    model,
    headers: Object.keys(values),
    limits,
  }
  if (kind === 'chat') {
    const shown: ShownSetup = { kind, baseUrl: wanted.baseUrl, ...common }
    return { shown, secrets: { apiKey, values, mcp: {} } }
  }
  const mcp = mcpPartsOf(wanted.mcpServers, stored)
  const { provider } = wanted
  return {
    shown: { kind, provider, baseUrl, ...common, mcpServers: mcp.shown },
    secrets: { apiKey, values, mcp: mcp.secrets },
  }
}

function keptKey(kept: Stored | undefined): string | null {
  if (!kept || kept.shown.kind === 'acp' || kept.shown.apiKey === null) return null
  return kept.open('apiKey').apiKey
}

function keptValues(kept: Stored | undefined, path: 'headers' | 'env'): Record<string, string> {
  if (!kept) return {}
  const names = kept.shown.kind === 'acp' ? kept.shown.env : kept.shown.headers
  return names.length === 0 ? {} : kept.open(path).values
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

/** Four characters of a short key would give too much of it away. */
function lastOf(key: string): string {
  return key.length < 12 ? '' : key.slice(-4)
}
