import {
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
  const kind = env.MISSION_CONTROL_AGENT ?? (keyOf(env, provider) === null ? 'off' : 'builtin')
  const model = env.MISSION_CONTROL_AGENT_MODEL ?? null
  const limits = () => limitsFrom(env)
  const mcpServers = () => mcpServersFrom(env.MISSION_CONTROL_AGENT_MCP ?? '{}')
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
        `MISSION_CONTROL_AGENT must be acp, builtin, chat or off, got ${kind}.`,
      )
  }
}

function programOf(env: NodeJS.ProcessEnv): Pick<AcpConfiguration, 'command' | 'env' | 'mode'> {
  const command = env.MISSION_CONTROL_AGENT_COMMAND
  if (command === undefined) {
    throw new AgentSetupError(
      'MISSION_CONTROL_AGENT_COMMAND must be the command of the agent, such as "opencode acp".',
    )
  }
  const names = env.MISSION_CONTROL_AGENT_PASS_ENV?.split(',').map((name) => name.trim()) ?? []
  const passed = names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))
  return { command, env: Object.fromEntries(passed), mode: env.MISSION_CONTROL_AGENT_MODE ?? null }
}

/** Named, or the one whose key is there; with an address of one's own, any that is compatible. */
function providerOf(env: NodeJS.ProcessEnv): Provider {
  const named = env.MISSION_CONTROL_AGENT_PROVIDER
  if (named !== undefined) {
    const provider = PROVIDERS.find((each) => each === named)
    if (provider) return provider
    throw new AgentSetupError(
      `MISSION_CONTROL_AGENT_PROVIDER must be one of ${PROVIDERS.join(', ')}, got ${named}.`,
    )
  }
  if (env.MISSION_CONTROL_AGENT_BASE_URL !== undefined) return 'compatible'
  const known = Object.keys(KNOWN) as (keyof typeof KNOWN)[]
  return known.find((each) => env[KNOWN[each].key]) ?? 'compatible'
}

function keyOf(env: NodeJS.ProcessEnv, provider: Provider): string | null {
  const own = env.MISSION_CONTROL_AGENT_API_KEY
  if (own) return own
  return (provider !== 'compatible' && env[KNOWN[provider].key]) || null
}

function endpointOf(env: NodeJS.ProcessEnv, provider: Provider): Endpoint {
  const usual = provider === 'compatible' ? undefined : KNOWN[provider].baseUrl
  const baseUrl = env.MISSION_CONTROL_AGENT_BASE_URL ?? usual
  if (baseUrl === undefined || !URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
    throw new AgentSetupError(
      `MISSION_CONTROL_AGENT_BASE_URL must be an address such as http://127.0.0.1:11434/v1, got ${baseUrl ?? 'none'}.`,
    )
  }
  const headers = headersFrom(env[AGENT_VARIABLES.headers])
  return { baseUrl, apiKey: keyOf(env, provider), headers }
}
