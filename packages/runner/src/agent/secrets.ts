import { existsSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { AgentConfiguration, McpServer } from './configuration.ts'

/** Shorter values appear by chance in too many places, and are nobody's key. */
const SHORTEST = 8

/** Words that make a variable or header a secret. docs/agents.md has the same table. */
const WORDS = new Set([
  ...['key', 'keys', 'token', 'tokens', 'secret', 'secrets', 'password', 'passwd', 'pass'],
  ...['passphrase', 'credential', 'credentials', 'auth', 'authorization', 'cookie', 'jwt', 'pat'],
])
/** The same at the end of a longer word: `GITHUBTOKEN`, `APIKEY`. */
const ENDINGS =
  /(apikey|accesskey|secretkey|privatekey|token|secret|password|passwd|passphrase|credentials?)$/

/** Whether the name of a variable or header says that its value is a secret. */
export function isSecretName(name: string): boolean {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
  return words.some((word) => WORDS.has(word) || ENDINGS.test(word))
}

/** The secrets of a configuration, longest first, because one may be part of another. */
export function secretsOf(agent: AgentConfiguration): string[] {
  const found = new Set(valuesIn(agent).filter(({ length }) => length >= SHORTEST))
  return [...found].sort((a, b) => b.length - a.length)
}

function valuesIn(agent: AgentConfiguration): string[] {
  const further = agent.kind === 'chat' ? [] : Object.values(agent.mcpServers).flatMap(ofServer)
  if (agent.kind === 'acp') return [...ofVariables(agent.env), ...further]
  const { apiKey, headers } = agent.endpoint
  return [...(apiKey === null ? [] : [apiKey]), ...ofHeaders(headers), ...further]
}

function ofServer(server: McpServer): string[] {
  return 'command' in server ? ofVariables(server.env) : ofHeaders(server.headers)
}

/** A path is no secret, and without its paths a transcript can't be read. */
function ofVariables(env: Record<string, string>): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (isAbsolute(value) && existsSync(value)) return []
    return isSecretName(name) ? [value] : passwordIn(value)
  })
}

/** `postgres://user:password@host`, whatever the variable's name. */
function passwordIn(value: string): string[] {
  const password = URL.canParse(value) ? new URL(value).password : ''
  return password === '' ? [] : [password, decoded(password)]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return text
    throw error
  }
}

/** A key may come back without the `Bearer` that was before it, a cookie without its name. */
function ofHeaders(headers: Record<string, string>): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (!isSecretName(name)) return []
    return [/[\s;,]+/, /[\s;,=]+/].flatMap((between) => value.split(between))
  })
}
