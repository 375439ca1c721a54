import { type FieldError, fail } from '@mission-control/protocol'

type Values = Record<string, string>

/** Secrets by name: the given ones, and for each null the stored one. `path`: the field's, for errors. */
export function valuesOf(
  path: string,
  given: Record<string, string | null> | undefined,
  kept: () => Values,
): Values {
  if (given === undefined) return kept()
  const missing: FieldError[] = []
  const values = Object.entries(given).map(([name, value]): [string, string] => {
    if (value !== null) return [name, value]
    const known = kept()
    if (Object.hasOwn(known, name)) return [name, known[name] as string]
    const message = 'expected a value: none is stored that could be kept here'
    missing.push({ path: `${path}.${name}`, message })
    return [name, '']
  })
  if (missing.length > 0) refuse(missing)
  return Object.fromEntries(values)
}

export function refuse(errors: FieldError[]): never {
  const list = errors.map(({ path, message }) => `${path}: ${message}`).join('; ')
  return fail('invalid_request', `The body cannot be used. ${list}`, errors)
}
