import type { AgentConfiguration } from './configuration.ts'
import { secretsOf } from './secrets.ts'

/** What our own records say by fixed words, which no key may take away. */
const FIXED = ['type', 'tool', 'kind', 'state', 'change', 'status', 'source', 'code']
/** What an agent has made, with names of its own. */
const FOREIGN = 'input'
/** What is nested deeper says nothing to anybody, and breaks what goes through it. */
const DEPTH_MAX = 64

/** Takes the agent's keys out: an endpoint or a tool may say back what it was sent. */
export type Redact = <T>(value: T) => T

/**
 * Texts are looked through one by one, before any JSON is made of them, so whatever a key looks like,
 * the records around it stay what they are.
 */
export function redactor(agent: AgentConfiguration): Redact {
  const secrets = secretsOf(agent)
  const inText = (text: string) =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, '[key]'), text)
  const within = (value: unknown, isOurs: boolean, depth: number): unknown => {
    if (typeof value === 'string') return inText(value)
    if (typeof value !== 'object' || value === null) return value
    if (depth > DEPTH_MAX) return '…'
    if (Array.isArray(value)) return value.map((each) => within(each, isOurs, depth + 1))
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => {
        if (!isOurs) return [inText(name), within(each, false, depth + 1)]
        return [name, FIXED.includes(name) ? each : within(each, name !== FOREIGN, depth + 1)]
      }),
    )
  }
  return <T>(value: T) => within(value, true, 0) as T
}
