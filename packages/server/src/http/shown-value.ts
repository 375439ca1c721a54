const SHOWN_MAX = 60

/** Names of fields whose values, with everything in them, must not appear in an answer or a log. */
const SECRET = /pass|token|secret|key|credential|headers|env|args|url/i

/** Describes the value that was got: short, and never a secret. */
export function shownValue(value: unknown, path: readonly PropertyKey[]): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.length === 1 ? 'a list of 1' : `a list of ${value.length}`
  if (typeof value === 'object') return 'an object'
  const isSecret = path.length === 0 || path.some((name) => SECRET.test(String(name)))
  if (isSecret) {
    if (typeof value !== 'string') return `a ${typeof value}`
    return value.length === 1 ? 'a text of 1 character' : `a text of ${value.length} characters`
  }
  if (typeof value !== 'string') return String(value)
  return JSON.stringify(value.length > SHOWN_MAX ? `${value.slice(0, SHOWN_MAX)}…` : value)
}
