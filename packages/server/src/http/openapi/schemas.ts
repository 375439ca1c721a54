import { z } from 'zod'

type Json = Record<string, unknown>
type Io = 'input' | 'output'

/**
 * The zod schemas of the API as those of OpenAPI 3.1. What has an id is a component, which is referred
 * to by its name wherever it comes.
 */
export function jsonSchemas(
  input: Record<string, z.ZodType>,
  output: Record<string, z.ZodType>,
): { input: Json; output: Json; components: Json } {
  const asked = convert(input, 'input')
  const answered = convert(output, 'output')
  for (const [name, schema] of Object.entries(asked.$defs)) {
    const other = answered.$defs[name]
    if (other !== undefined && JSON.stringify(other) !== JSON.stringify(schema)) {
      throw new Error(`The schema ${name} is another one in requests than in answers.`)
    }
  }
  const all = Object.entries({ ...asked.$defs, ...answered.$defs })
  const components = Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return { input: asked.properties, output: answered.properties, components }
}

/** All in one go: as the properties of one schema, they share their definitions. */
function convert(schemas: Record<string, z.ZodType>, io: Io): { properties: Json; $defs: Json } {
  const whole = z.toJSONSchema(z.object(schemas), { io, unrepresentable: 'any' })
  const text = JSON.stringify(whole).replaceAll('#/$defs/', '#/components/schemas/')
  const { properties = {}, $defs = {} } = JSON.parse(text, (_key, value) => tidy(value))
  return { properties, $defs }
}

/** Leaves out what is true by itself, and adds the examples that follow from the type. */
function tidy(node: unknown): unknown {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return node
  const { example, id, ...schema } = foldNull(node as Json)
  // A property may be called id: then it is a schema.
  if (typeof id === 'object') schema.id = id
  if (example !== undefined) schema.examples = [example]
  // Clients have to take fields that a later version adds.
  if (schema.additionalProperties === false) delete schema.additionalProperties
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (schema.format === 'date-time' || schema.format === 'email') delete schema.pattern
  if (schema.contentEncoding === 'base64') {
    delete schema.format
    delete schema.pattern
  }
  if (schema.format === 'date-time') schema.examples ??= ['2026-03-15T10:00:00.000Z']
  if (Array.isArray(schema.enum)) schema.examples ??= [schema.enum[0]]
  if (schema.type === 'boolean') schema.examples ??= [true]
  return schema
}

/** Writes "a plain type or null" as one type with two names, which generators understand best. */
function foldNull(schema: Json): Json {
  const { anyOf, ...words } = schema
  const [value, none, ...more] = (Array.isArray(anyOf) ? anyOf : []) as Json[]
  if (none?.type !== 'null' || more.length > 0 || typeof value?.type !== 'string') return schema
  const names = Array.isArray(value.enum) ? { enum: [...value.enum, null] } : {}
  return { ...value, ...words, ...names, type: [value.type, 'null'] }
}
