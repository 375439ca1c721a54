import pg from 'pg'
import { orAway } from './away.ts'

/** Statements that a connection keeps prepared. Texts of which there may be any number are not worth it. */
const KEPT = 500

const names = new Map<string, string>()

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= KEPT) return known
  const name = `s${names.size}`
  names.set(text, name)
  return name
}

/** Has PostgreSQL keep a statement with parameters prepared: planning takes as long as answering. */
export class NamedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config)
    // One that breaks between two statements of a transaction: whoever asks next is told.
    this.on('error', () => undefined)
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg; Kysely uses only (text, values).
  override query(...args: any[]): any {
    const [text, values] = args
    if (typeof text === 'string' && Array.isArray(values) && values.length > 0) {
      return told(super.query({ name: nameOf(text), text, values: values.map(storable) }))
    }
    const answer: unknown = super.query(...(args as [string]))
    return answer instanceof Promise ? told(answer) : answer
  }
}

/** PostgreSQL's texts hold no NUL. */
function storable(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value
}

const told = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((error) => {
    throw orAway(error)
  })
