import type { ShownMcpServer } from '@mission-control/protocol'
import { AGENT_VARIABLES } from '@mission-control/protocol'
import type { Parts, Secrets } from './setup.ts'

/**
 * The set-up as the environment of a machine would describe it, so that runners read both in one
 * way.
 */
export function variablesOf({ shown, secrets }: Parts): Record<string, string> {
  const { kind, limits } = shown
  const place =
    shown.kind === 'acp'
      ? {
          command: shown.preset ?? shown.command,
          mode: shown.mode,
          passEnv: Object.keys(secrets.values).join(',') || null,
        }
      : {
          provider: shown.kind === 'builtin' ? shown.provider : null,
          baseUrl: shown.baseUrl,
          apiKey: secrets.apiKey,
          model: shown.model,
          headers: headerLines(secrets.values) || null,
        }
  const mcp = shown.kind === 'chat' ? null : mcpJson(shown.mcpServers, secrets)
  const named = Object.entries({ kind, ...place, mcp, ...limits }).flatMap(([name, value]) =>
    value === null
      ? []
      : [[AGENT_VARIABLES[name as keyof typeof AGENT_VARIABLES], `${value}`] as const],
  )
  return { ...Object.fromEntries(named), ...(kind === 'acp' && secrets.values) }
}

function headerLines(headers: Record<string, string>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
}

/** In the form of the programs' own configuration files. `null`: no servers. */
function mcpJson(servers: Record<string, ShownMcpServer>, { mcp }: Secrets): string | null {
  const all = Object.entries(servers).map(([name, server]) => {
    const values = mcp[name] ?? {}
    return [name, 'command' in server ? { ...server, env: values } : { ...server, headers: values }]
  })
  return all.length === 0 ? null : JSON.stringify(Object.fromEntries(all))
}
