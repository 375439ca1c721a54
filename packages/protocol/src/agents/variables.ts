/** The variables that describe an agent: in a machine's environment, in the runner's file, on the wire. */
export const AGENT_VARIABLES = {
  kind: 'MISSION_CONTROL_AGENT',
  provider: 'MISSION_CONTROL_AGENT_PROVIDER',
  baseUrl: 'MISSION_CONTROL_AGENT_BASE_URL',
  apiKey: 'MISSION_CONTROL_AGENT_API_KEY',
  model: 'MISSION_CONTROL_AGENT_MODEL',
  /** `Name: value`, one a line. */
  headers: 'MISSION_CONTROL_AGENT_HEADERS',
  /** A line for the shell, or the name of a known program. */
  command: 'MISSION_CONTROL_AGENT_COMMAND',
  /** Names of variables that an ACP program gets, separated by commas. */
  passEnv: 'MISSION_CONTROL_AGENT_PASS_ENV',
  mode: 'MISSION_CONTROL_AGENT_MODE',
  /** Servers of the Model Context Protocol, as JSON. */
  mcp: 'MISSION_CONTROL_AGENT_MCP',
  steps: 'MISSION_CONTROL_AGENT_MAX_STEPS',
  tokens: 'MISSION_CONTROL_AGENT_MAX_TOKENS',
  costUsd: 'MISSION_CONTROL_AGENT_MAX_COST_USD',
  seconds: 'MISSION_CONTROL_AGENT_MAX_SECONDS',
  silenceSeconds: 'MISSION_CONTROL_AGENT_SILENCE_SECONDS',
} as const
