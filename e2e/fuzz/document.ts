/** What the fuzz reads of the API's document. */
export interface Document {
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, Schema> }
}

export interface Schema {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  examples?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema
  items?: Schema
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  format?: string
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema: Schema
}

interface Described {
  operationId: string
  security?: object[]
  parameters: Parameter[]
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> }
  responses: Record<string, Answered>
}

interface Answered {
  description: string
  headers?: Record<string, object>
  content?: Record<string, { schema: Schema }>
}

export interface Operation extends Described {
  method: string
  /** As the document writes it: `/api/desktops/{id}`. */
  template: string
  /** Whether it is an event stream and nothing else, which has no HEAD. */
  isStream: boolean
}

/** The operations of the document, found by what is asked. */
export class Operations {
  readonly all: Operation[]
  readonly #paths: { pattern: RegExp; its: Operation[] }[]

  readonly document: Document

  constructor(document: Document) {
    this.document = document

    this.all = Object.entries(document.paths).flatMap(([template, methods]) =>
      Object.entries(methods).map(([method, described]) => {
        const types = Object.values(described.responses).flatMap(({ content }) =>
          Object.keys(content ?? {}),
        )
        const isStream =
          types.includes('text/event-stream') && !types.some((type) => type === 'application/json')
        return { ...described, method: method.toUpperCase(), template, isStream }
      }),
    )
    // What is written out goes before what has a parameter in its place.
    this.#paths = [...Map.groupBy(this.all, ({ template }) => template)]
      .toSorted(([a], [b]) => a.split('{').length - b.split('{').length)
      .map(([template, its]) => {
        const source = template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')
        return { pattern: new RegExp(`^${source}/?$`), its }
      })
  }

  /** Undefined: the document has none for this method. HEAD is answered as GET, but for streams. */
  at(method: string, path: string): Operation | undefined {
    return this.#matching(path).find((each) => methodsOf(each).includes(method))
  }

  /** The methods of a path; empty: the document has no such path. */
  allowed(path: string): string[] {
    return [...new Set(this.#matching(path).flatMap(methodsOf))]
  }

  resolve(schema: Schema): Schema {
    const name = schema.$ref?.split('/').at(-1)
    return name === undefined ? schema : (this.document.components.schemas[name] as Schema)
  }

  #matching(path: string): Operation[] {
    return this.#paths.filter(({ pattern }) => pattern.test(path)).flatMap(({ its }) => its)
  }
}

function methodsOf({ method, isStream }: Operation): string[] {
  return method === 'GET' && !isStream ? ['GET', 'HEAD'] : [method]
}
