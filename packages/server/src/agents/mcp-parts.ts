import type { NewMcpServer, ShownMcpServer } from '@mission-control/protocol'
import { valuesOf } from './kept.ts'
import type { Secrets, Stored } from './setup.ts'

interface McpParts {
  shown: Record<string, ShownMcpServer>
  secrets: Secrets['mcp']
}

/** The MCP servers in two parts; left out: the stored ones stay. */
export function mcpPartsOf(
  wanted: Record<string, NewMcpServer> | undefined,
  stored: Stored | undefined,
): McpParts {
  const known = stored && stored.shown.kind !== 'chat' ? stored.shown.mcpServers : {}
  const open = () => stored?.open('mcpServers').mcp ?? {}
  if (wanted === undefined) {
    return { shown: known, secrets: Object.values(known).some(hasSecrets) ? open() : {} }
  }
  const shown: McpParts['shown'] = {}
  const secrets: Secrets['mcp'] = {}
  for (const [name, server] of Object.entries(wanted)) {
    const before = Object.hasOwn(known, name) ? known[name] : undefined
    const mayStay = before && hasSecrets(before) && placeOf(before) === placeOf(server)
    const kept = () => (mayStay ? (open()[name] ?? {}) : {})
    const path = `mcpServers.${name}`
    if (server.url !== undefined) {
      secrets[name] = valuesOf(`${path}.headers`, server.headers, kept)
      shown[name] = { url: server.url, headers: Object.keys(secrets[name]) }
    } else {
      const { command = '', args = [] } = server
      secrets[name] = valuesOf(`${path}.env`, server.env, kept)
      shown[name] = { command, args, env: Object.keys(secrets[name]) }
    }
  }
  return { shown, secrets }
}

function hasSecrets(server: ShownMcpServer): boolean {
  return ('command' in server ? server.env : server.headers).length > 0
}

/** Where the secrets go. */
function placeOf(server: NewMcpServer | ShownMcpServer): string {
  if ('url' in server && server.url !== undefined) return new URL(server.url).origin
  return 'command' in server ? JSON.stringify([server.command, ...(server.args ?? [])]) : ''
}
