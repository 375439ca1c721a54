import type { Random } from '../faults/harness/random.ts'
import type { Operations, Schema } from './document.ts'
import { type Known, kindOf } from './known.ts'

/** Nothing that a shell would do harm with: tasks of these contents are run. */
const COMMANDS = ['true', 'echo hello', 'exit 3', 'sleep 0.2', 'printf "\\303("', 'echo é >&2']
const WORDS = ['a', 'nightly build', 'é中🙂', 'null', '0', '../x', '<b>', "' OR 1=1", '{"a":1}']

/** Makes what a schema takes. */
export class Values {
  readonly operations: Operations
  readonly known: Known
  readonly random: Random
  readonly #isMeant: (id: string) => boolean

  /** `isMeant`: which of the known ids it may take. */
  constructor(
    operations: Operations,
    known: Known,
    random: Random,
    isMeant: (id: string) => boolean = () => true,
  ) {
    this.operations = operations
    this.known = known
    this.random = random
    this.#isMeant = isMeant
  }

  of(referred: Schema, name = ''): unknown {
    const { random } = this
    const schema = this.operations.resolve(referred)
    const variants = schema.oneOf ?? schema.anyOf
    if (variants) return this.of(random.pick(variants), name)
    if (schema.const !== undefined) return schema.const
    if (schema.enum) return random.pick(schema.enum)
    switch (random.pick([schema.type ?? 'string'].flat())) {
      case 'object':
        return this.#object(schema)
      case 'array':
        return this.#list(schema, name)
      case 'integer':
        return this.#number(schema)
      case 'number':
        return this.#number(schema) + (random.chance(0.3) ? 0.5 : 0)
      case 'boolean':
        return random.chance(0.5)
      case 'null':
        return null
      default:
        return this.#text(schema, name)
    }
  }

  #object({ properties = {}, required = [], additionalProperties, examples }: Schema): unknown {
    if (additionalProperties) return this.random.pick([{}, ...(examples ?? [])])
    const taken = Object.entries(properties).filter(
      ([name]) => required.includes(name) || this.random.chance(0.4),
    )
    return Object.fromEntries(taken.map(([name, schema]) => [name, this.of(schema, name)]))
  }

  #list({ items = {}, minItems = 0, maxItems = 3 }: Schema, name: string): unknown {
    const length = this.random.between(minItems, Math.min(maxItems, minItems + 2))
    return Array.from({ length }, () => this.of(items, name))
  }

  #number({ minimum, exclusiveMinimum, maximum }: Schema): number {
    const least = minimum ?? (exclusiveMinimum ?? 0) + 1
    const most = maximum ?? least + 1000
    return this.random.pick([least, most, this.random.between(least, Math.min(most, least + 20))])
  }

  #text(
    { examples = [], format, minLength = 0, maxLength = 1000, pattern }: Schema,
    name: string,
  ): string {
    const { random } = this
    if (name === 'content') return random.pick(COMMANDS)
    const kind = idKind(examples, name)
    if (kind !== undefined) return this.known.pick(kind, random, this.#isMeant)
    const example = random.pick(examples) ?? 'example'
    if (format !== undefined) return `${example}`
    const words = WORDS.filter(
      (word) =>
        (pattern === undefined || new RegExp(pattern, 'u').test(word)) && word.length >= minLength,
    )
    const longest = `${'x'.repeat(150)} `.repeat(2).slice(0, maxLength)
    const fits = pattern === undefined || new RegExp(pattern, 'u').test(longest)
    const choices = [`${example}`, ...words, ...(fits ? [longest] : [])]
    return random.chance(0.5) ? `${example}` : random.pick(choices)
  }
}

/** The kind of id that a text is by its example, or in the list of a batch; undefined: it is none. */
export function idKind(examples: unknown[] = [], name = ''): string | undefined {
  if (name === 'ids') return 'task'
  return kindOf(`${examples[0]}`)
}
