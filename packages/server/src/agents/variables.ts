import { AGENT_VARIABLES } from '@mission-control/protocol'
import type { Parts } from './parts.ts'

/** The set-up as the environment of a machine would describe it: there is one way to read it. */
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
  const named = Object.entries({ kind, ...place, ...limits }).flatMap(([name, value]) =>
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
