import {
  ACP_PRESET_NAMES,
  AGENT_VARIABLES,
  KNOWN_PROVIDERS as KNOWN,
  PROVIDERS,
  type Provider,
} from '@mission-control/protocol/agents'
import type { AcpConfiguration, AgentConfiguration, Endpoint } from './configuration.ts'
import { headersFrom } from './headers.ts'
import { limitsFrom } from './limits.ts'
import { mcpServersFrom } from './mcp/from-json.ts'
import { AgentSetupError } from './setup-error.ts'

/** The agent that the environment describes; null: none. Throws {@link AgentSetupError}. */
export function agentFromEnvironment(env: NodeJS.ProcessEnv): AgentConfiguration | null {
  const provider = providerOf(env)
  const kind = env[AGENT_VARIABLES.kind] ?? (keyOf(env, provider) === null ? 'off' : 'builtin')
  const model = env[AGENT_VARIABLES.model] ?? null
  const limits = () => limitsFrom(env)
  const mcpServers = () => mcpServersFrom(env[AGENT_VARIABLES.mcp] ?? '{}')
  switch (kind) {
    case 'off':
      return null
    case 'acp':
      return { kind, ...programOf(env), model, mcpServers: mcpServers(), limits: limits() }
    case 'chat':
      return { kind, endpoint: endpointOf(env, provider), model, limits: limits() }
    case 'builtin': {
      const usual = provider === 'compatible' ? null : KNOWN[provider].model
      const endpoint = endpointOf(env, provider)
      const extras = { mcpServers: mcpServers(), limits: limits() }
      return { kind, provider, endpoint, model: model ?? usual, ...extras }
    }
    default:
      throw new AgentSetupError(
        `${AGENT_VARIABLES.kind} must be acp, builtin, chat or off, got ${kind}.`,
      )
  }
}

function programOf(env: NodeJS.ProcessEnv): Pick<AcpConfiguration, 'command' | 'env' | 'mode'> {
  const command = env[AGENT_VARIABLES.command]
  if (command === undefined) {
    throw new AgentSetupError(
      `${AGENT_VARIABLES.command} must be the command of the agent, or the name of a known one: ${ACP_PRESET_NAMES.join(', ')}.`,
    )
  }
  const names = env[AGENT_VARIABLES.passEnv]?.split(',').map((name) => name.trim()) ?? []
  const passed = names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))
  return { command, env: Object.fromEntries(passed), mode: env[AGENT_VARIABLES.mode] ?? null }
}

/**
 * The provider that is named, or the one whose key is set; with an address of its own:
 * `compatible`.
 */
function providerOf(env: NodeJS.ProcessEnv): Provider {
  const named = env[AGENT_VARIABLES.provider]
  if (named !== undefined) {
    const provider = PROVIDERS.find((each) => each === named)
    if (provider) return provider
    throw new AgentSetupError(
      `${AGENT_VARIABLES.provider} must be one of ${PROVIDERS.join(', ')}, got ${named}.`,
    )
  }
  if (env[AGENT_VARIABLES.baseUrl] !== undefined) return 'compatible'
  const known = Object.keys(KNOWN) as (keyof typeof KNOWN)[]
  return known.find((each) => env[KNOWN[each].key]) ?? 'compatible'
}

function keyOf(env: NodeJS.ProcessEnv, provider: Provider): string | null {
  const own = env[AGENT_VARIABLES.apiKey]
  if (own) return own
  return (provider !== 'compatible' && env[KNOWN[provider].key]) || null
}

function endpointOf(env: NodeJS.ProcessEnv, provider: Provider): Endpoint {
  const usual = provider === 'compatible' ? undefined : KNOWN[provider].baseUrl
  const baseUrl = env[AGENT_VARIABLES.baseUrl] ?? usual
  if (baseUrl === undefined || !URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
    throw new AgentSetupError(
      `${AGENT_VARIABLES.baseUrl} must be an address such as http://127.0.0.1:11434/v1, got ${baseUrl ?? 'none'}.`,
    )
  }
  const headers = headersFrom(env[AGENT_VARIABLES.headers])
  return { baseUrl, apiKey: keyOf(env, provider), headers }
}
