import { type AgentConfiguration, DEFAULT_LIMITS, type Endpoint } from './configuration.ts'

/** The agent can't be set up as it is asked for; the message says what to change. */
export class AgentSetupError extends Error {
  override readonly name = 'AgentSetupError'
}

const KINDS = ['chat']

/** The agent that the environment describes; null: none. Throws {@link AgentSetupError}. */
export function agentFromEnvironment(env: NodeJS.ProcessEnv): AgentConfiguration | null {
  const kind = env.MISSION_CONTROL_AGENT
  switch (kind) {
    case undefined:
    case 'off':
      return null
    case 'chat':
      return { kind, endpoint: endpointOf(env), model: modelOf(env), limits: DEFAULT_LIMITS }
    default:
      throw new AgentSetupError(
        `MISSION_CONTROL_AGENT must be one of ${[...KINDS, 'off'].join(', ')}, got ${kind}.`,
      )
  }
}

function endpointOf(env: NodeJS.ProcessEnv): Endpoint {
  const baseUrl = env.MISSION_CONTROL_AGENT_BASE_URL
  if (baseUrl === undefined || !URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
    throw new AgentSetupError(
      `MISSION_CONTROL_AGENT_BASE_URL must be an address such as http://127.0.0.1:11434/v1, got ${baseUrl ?? 'none'}.`,
    )
  }
  return { baseUrl, apiKey: env.MISSION_CONTROL_AGENT_API_KEY ?? null, headers: {} }
}

const modelOf = (env: NodeJS.ProcessEnv) => env.MISSION_CONTROL_AGENT_MODEL ?? null
