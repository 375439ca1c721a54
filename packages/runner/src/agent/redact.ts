import type { AgentConfiguration } from './configuration.ts'

/** Shorter ones stand in too many places by chance, and are nobody's key. */
const SHORTEST = 8

/** Takes the configuration's keys out of a line of JSON: an endpoint may say back what it was sent. */
export function redactor(agent: AgentConfiguration): (line: string) => string {
  const secrets = secretsOf(agent)
    .filter((secret) => secret.length >= SHORTEST)
    // As they stand inside of a JSON string.
    .map((secret) => JSON.stringify(secret).slice(1, -1))
  return (line) => secrets.reduce((text, secret) => text.replaceAll(secret, '[key]'), line)
}

function secretsOf(agent: AgentConfiguration): string[] {
  if (agent.kind === 'acp') return Object.values(agent.env)
  const { apiKey, headers } = agent.endpoint
  return [...(apiKey === null ? [] : [apiKey]), ...Object.values(headers)]
}
