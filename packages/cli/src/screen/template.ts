import { CommandError } from '../command-error.ts'

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', '\\': '\\' }

/**
 * `{{field.inner}}` becomes that field, as text or, where it is no plain value, as JSON; `\n` and `\t`
 * become what they stand for.
 */
export function fill(template: string, value: unknown): string {
  return template
    .replace(/\\([nt\\])/g, (_, name: string) => ESCAPES[name] as string)
    .replace(/\{\{([^{}]*)\}\}/g, (_, path: string) => shown(fieldOf(value, path.trim())))
}

function fieldOf(value: unknown, path: string): unknown {
  let field = value
  for (const name of path === '' ? [] : path.split('.')) {
    if (field === null || field === undefined) return field
    if (typeof field !== 'object' || !Object.hasOwn(field, name)) return missing(name, field)
    field = (field as Record<string, unknown>)[name]
  }
  return field
}

function missing(name: string, value: unknown): never {
  const fields = typeof value === 'object' ? Object.keys(value as object).join(', ') : 'none'
  throw new CommandError(
    'usage',
    `There is no field ${name} for the template; there are ${fields}.`,
  )
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
