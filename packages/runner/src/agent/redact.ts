import type { AgentConfiguration } from './configuration.ts'
import { secretsOf } from './secrets.ts'

/** Fields of our records with fixed words, in which nothing is redacted. */
const FIXED = ['type', 'tool', 'kind', 'state', 'change', 'status', 'source', 'code']
/** A field whose content an agent made, with names of its own. */
const FOREIGN = 'input'
/** Deeper nesting tells nobody anything, and would break the code that walks it. */
const DEPTH_MAX = 64

/** Takes the agent's keys out, because an endpoint or a tool may repeat what it was sent. */
export type Redact = <T>(value: T) => T

/**
 * Goes through the texts one by one, before they become JSON, so that no key can break the records around it.
 * `ownKey`: the key of the run itself.
 */
export function redactor(agent: AgentConfiguration, ownKey?: string): Redact {
  const secrets = [...(ownKey === undefined ? [] : [ownKey]), ...secretsOf(agent)]
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
