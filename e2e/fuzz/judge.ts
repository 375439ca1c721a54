import type { Problem } from '@mission-control/protocol'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { isBetween } from './between.ts'
import type { Operation, Operations } from './document.ts'
import type { Asked } from './requests.ts'
import type { Answer } from './send.ts'

/** The statuses with which a server may say that it can't now. */
const DOCUMENTED_5XX = [503, 507]

const NOT_UNDERSTOOD = ['invalid_request', 'malformed_json', 'unsupported_media_type']

/** Judges answers by the document alone. */
export class Judge {
  readonly #ajv = new Ajv2020({ strict: false, validateSchema: false, formats: fullFormats })

  readonly operations: Operations

  constructor(operations: Operations) {
    this.operations = operations

    this.#ajv.addSchema(operations.document, 'api')
  }

  /** What is wrong with the answer; null: nothing. */
  complaint(asked: Asked, answer: Answer): string | null {
    const { status } = answer
    const path = asked.path.split('?', 1)[0] as string
    if (status >= 500 && !DOCUMENTED_5XX.includes(status)) return `${status}: ${answer.text}`
    const operation = this.operations.at(asked.method, path)
    if (operation === undefined) return this.#elsewhere(asked, path, answer)
    const documented = operation.responses[status]
    if (!documented)
      return `${status} is not documented for ${operation.operationId}: ${answer.text}`
    if (asked.method === 'HEAD') return answer.text === '' ? null : 'HEAD was answered with a body'
    if (status >= 400) {
      return (
        this.#problem(answer) ??
        this.#code(documented.description, answer, operation) ??
        this.#misunderstood(asked, answer, operation)
      )
    }
    const refusable = this.#refusable(operation, asked)
    if (refusable) return `${status} for a body that the document refuses: ${refusable}`
    for (const name of Object.keys(documented.headers ?? {})) {
      if (answer.headers[name.toLowerCase()] === undefined) return `no ${name}`
    }
    return this.#success(operation, answer)
  }

  #elsewhere(asked: Asked, path: string, answer: Answer): string | null {
    const { status, headers } = answer
    if (!path.startsWith('/api')) return null
    const allowed = this.operations.allowed(path)
    const expected = [400, 401, 413, 415, 429, 431, allowed.length > 0 ? 405 : 404]
    // A session is asked first whose page it is.
    if (asked.headers.cookie !== undefined) expected.push(403)
    if (!expected.includes(status)) {
      return `${status} where the document has nothing: ${answer.text}`
    }
    const allow = headers.allow?.split(', ').toSorted()
    if (status === 405 && `${allow}` !== `${allowed.toSorted()}`) {
      return `Allow: ${headers.allow} where the document has ${allowed}`
    }
    return asked.method === 'HEAD' ? null : this.#problem(answer)
  }

  #problem({ status, headers, text }: Answer): string | null {
    const type = mediaType(headers['content-type'])
    if (type !== 'application/problem+json') return `${status} as ${type}: ${text}`
    const value = parsed(text)
    const wrong = this.#invalid('#/components/schemas/Problem', value)
    if (wrong) return wrong
    const told = (value as { status: number }).status
    return told === status ? null : `the status ${status} says of itself that it is ${told}`
  }

  #code(description: string, { text }: Answer, { operationId }: Operation): string | null {
    const { code } = JSON.parse(text)
    return description.includes(code)
      ? null
      : `${code} is not documented for ${operationId}: ${text}`
  }

  /** What is as the document describes it may be refused for how things stand, but not as such. */
  #misunderstood({ isPlain }: Asked, { text }: Answer, { operationId }: Operation): string | null {
    const problem: Problem = JSON.parse(text)
    const isMisunderstood =
      isPlain && NOT_UNDERSTOOD.includes(problem.code) && !isBetween(operationId, problem)
    return isMisunderstood ? `refused, though the document describes it: ${text}` : null
  }

  #success(operation: Operation, { status, headers, text }: Answer): string | null {
    const { content } = operation.responses[status]!
    if (content === undefined) return text === '' ? null : `${status} with a body: ${text}`
    const type = mediaType(headers['content-type'])
    if (!content[type]) return `${type} is not documented for ${operation.operationId}`
    const response = pointer(
      'paths',
      operation.template,
      operation.method.toLowerCase(),
      'responses',
      `${status}`,
    )
    const schema = `${response}${pointer('content', type, 'schema').slice(1)}`
    if (type === 'text/plain') return null
    if (type !== 'text/event-stream') return this.#invalid(schema, parsed(text))
    for (const block of text.split('\n\n').slice(0, -1)) {
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (data === undefined) return `a block without data: ${block}`
      const wrong = this.#invalid(schema, parsed(data))
      if (wrong) return wrong
    }
    return null
  }

  /** Why the body can't have been right; null where it can, or was none. */
  #refusable(operation: Operation, { json }: Asked): string | null {
    if (!operation.requestBody || !json) return null
    const body = pointer('paths', operation.template, operation.method.toLowerCase(), 'requestBody')
    return this.#invalid(
      `${body}${pointer('content', 'application/json', 'schema').slice(1)}`,
      json.value,
    )
  }

  #invalid(schema: string, value: unknown): string | null {
    const validate = this.#ajv.getSchema(`api${schema}`)
    if (!validate) throw new Error(`The document has no ${schema}.`)
    if (validate(value)) return null
    return `${this.#ajv.errorsText(validate.errors)} in ${JSON.stringify(value)?.slice(0, 2000)}`
  }
}

function mediaType(header = ''): string {
  return header.split(';', 1)[0]!.trim()
}

/** Undefined for what is no JSON, which no schema takes. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return { notJson: (error as Error).message, text }
  }
}

function pointer(...names: string[]): string {
  const escaped = names.map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1'))
  return `#/${escaped.map(encodeURIComponent).join('/')}`
}
