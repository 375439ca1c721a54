import type { McpServer, McpServers } from '../configuration.ts'
import { AgentSetupError } from '../setup-error.ts'

/** A part of the names of its tools, which models' APIs keep short. */
const NAME = /^[A-Za-z0-9_-]{1,32}$/

/**
 * MCP servers in the form that other programs use, with or without `{"mcpServers": …}` around them.
 * Throws {@link AgentSetupError}.
 */
export function mcpServersFrom(json: string): McpServers {
  const { mcpServers, ...servers } = recordOf(parsed(json), 'an object of servers')
  const named = mcpServers === undefined ? servers : recordOf(mcpServers, 'an object of servers')
  return Object.fromEntries(Object.entries(named).map(([name, one]) => [name, serverOf(name, one)]))
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    // Its message may hold a piece of a key.
    throw wrong('JSON, such as {"name": {"command": "…", "args": ["…"]}}')
  }
}

function serverOf(name: string, value: unknown): McpServer {
  if (!NAME.test(name)) throw wrong(`named by letters, digits, - and _ (at most 32), got "${name}"`)
  const {
    command,
    args = [],
    env = {},
    url,
    headers = {},
  } = recordOf(value, `an object, "${name}"`)
  if (typeof command === 'string' && command !== '') {
    if (!Array.isArray(args) || !args.every(isText)) throw wrong(`texts in "args" of "${name}"`)
    return { command, args, env: textsOf(env, `"env" of "${name}"`) }
  }
  if (typeof url === 'string' && /^https?:/.test(url) && URL.canParse(url)) {
    return { url, headers: textsOf(headers, `"headers" of "${name}"`) }
  }
  throw wrong(`given by a "command" or by a "url" of http, "${name}" is not`)
}

function textsOf(value: unknown, what: string): Record<string, string> {
  const record = recordOf(value, `an object in ${what}`)
  if (!Object.values(record).every(isText)) throw wrong(`texts in ${what}`)
  return record as Record<string, string>
}

function recordOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw wrong(what)
}

const isText = (value: unknown) => typeof value === 'string'

function wrong(must: string): AgentSetupError {
  return new AgentSetupError(`MISSION_CONTROL_AGENT_MCP must be ${must}.`)
}
