import { existsSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { AgentConfiguration, McpServer } from './configuration.ts'

/** Shorter ones stand in too many places by chance, and are nobody's key. */
const SHORTEST = 8

/** Takes the configuration's keys out of a line of JSON: an endpoint may say back what it was sent. */
export function redactor(agent: AgentConfiguration): (line: string) => string {
  const secrets = secretsOf(agent)
    .filter((secret) => secret.length >= SHORTEST)
    // One may be a part of another.
    .sort((a, b) => b.length - a.length)
    // As they stand inside of a JSON string.
    .map((secret) => JSON.stringify(secret).slice(1, -1))
  return (line) => secrets.reduce((text, secret) => text.replaceAll(secret, '[key]'), line)
}

function secretsOf(agent: AgentConfiguration): string[] {
  const further = agent.kind === 'chat' ? [] : Object.values(agent.mcpServers).flatMap(secretsIn)
  if (agent.kind === 'acp') return [...secretValues(agent.env), ...further]
  const { apiKey, headers } = agent.endpoint
  return [...(apiKey === null ? [] : [apiKey]), ...secretWords(headers), ...further]
}

function secretsIn(server: McpServer): string[] {
  return 'command' in server ? secretValues(server.env) : secretWords(server.headers)
}

/** A path is no secret, and without its paths a transcript can't be read. */
function secretValues(env: Record<string, string>): string[] {
  return Object.values(env).filter((value) => !(isAbsolute(value) && existsSync(value)))
}

/** A key may come back without the `Bearer` that was before it. */
function secretWords(headers: Record<string, string>): string[] {
  return Object.values(headers).flatMap((value) => value.split(/\s+/))
}
