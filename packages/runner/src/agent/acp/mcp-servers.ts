import type { McpServer as AcpMcpServer, McpCapabilities } from '@agentclientprotocol/sdk'
import type { McpServers } from '../configuration.ts'
import { AgentFailure } from '../failure.ts'

/**
 * The servers in the form that a new session takes. Throws {@link AgentFailure} on what the agent can't use.
 */
export function mcpServersFor(
  servers: McpServers,
  can: McpCapabilities | null | undefined,
): AcpMcpServer[] {
  return Object.entries(servers).map(([name, server]) => {
    if ('command' in server) {
      return { name, command: server.command, args: server.args, env: pairs(server.env) }
    }
    if (can?.http) {
      return { type: 'http', name, url: server.url, headers: pairs(server.headers) }
    }
    const message = `The agent doesn't take MCP servers by address, and "${name}" is one.`
    throw new AgentFailure('agent_error', message)
  })
}

const pairs = (named: Record<string, string>) =>
  Object.entries(named).map(([name, value]) => ({ name, value }))
