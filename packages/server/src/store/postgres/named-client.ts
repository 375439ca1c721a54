import type { Socket } from 'node:net'
import pg from 'pg'
import { storable } from '../storable.ts'
import { orAway } from './away.ts'
import type { SessionsAtWork } from './sessions-at-work.ts'
import { isMarked, isUnanswered, isUndoing } from './unanswered.ts'

/** Statements that a connection keeps prepared. Texts of which there may be any number are not worth it. */
const KEPT = 500
/** A statement that hasn't been answered for so long, in ms, is looked after. */
const PATIENCE = 3_000

/** PostgreSQL's codes: the transaction was undone by an earlier failure, and it is read-only. */
const UNDONE = '25P02'
const READ_ONLY = '25006'

/**
 * What the database, or the role, may have set for others, and our statements don't allow for. Versions of
 * PostgreSQL that don't know one are left alone.
 */
const ON_OUR_TERMS = `select count(set_config(name, value, false)) from (values
  ('statement_timeout', '0'), ('lock_timeout', '0'), ('transaction_timeout', '0'),
  ('idle_session_timeout', '0'), ('idle_in_transaction_session_timeout', '0'),
  ('default_transaction_isolation', 'read committed'), ('array_nulls', 'on'),
  ('standard_conforming_strings', 'on'), ('transform_null_equals', 'off'), ('extra_float_digits', '1')
) as term(name, value) where current_setting(name, true) is not null`

const names = new Map<string, string>()

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= KEPT) return known
  const name = `s${names.size}`
  names.set(text, name)
  return name
}

export interface NamedClientConfig extends pg.ClientConfig {
  atWork: SessionsAtWork
}

/** What Kysely is told of a statement whose answer is not waited for. */
const NO_ANSWER = { command: '', rowCount: null, rows: [] }

/**
 * Has PostgreSQL keep a statement with parameters prepared: planning takes as long as answering. A statement
 * may take as long as PostgreSQL works for it; one that will not be answered ends with the connection.
 */
export class NamedClient extends pg.Client {
  readonly #atWork: SessionsAtWork
  readonly #pipelines: boolean
  /** PostgreSQL's process for this connection, once it has been asked. */
  #pid: number | undefined
  /** Statements that have not been answered. */
  #open = 0
  /** Resolves with why a statement has failed of which nobody has waited for the answer. */
  #unanswered: Promise<unknown> | undefined
  /** What a statement has failed with last. */
  #failure: unknown
  /** The server at the other end takes no writes, so this connection is given up. */
  #isReadOnly = false
  /** One of these was marked so: it may fail though all before were sound. */
  #owes = false
  readonly #patience: NodeJS.Timeout

  constructor(config: NamedClientConfig) {
    super(config)
    this.#atWork = config.atWork
    this.#pipelines = config.pipeline === true
    // One that breaks between two statements of a transaction: whoever asks next is told.
    this.on('error', () => undefined)
    this.#patience = setTimeout(() => void this.#lookAfter(), PATIENCE).unref()
  }

  /** Begins what every connection begins with. */
  async introduce(): Promise<void> {
    // Behind a pooler the number that was told at the connection is the pooler's own.
    const { rows } = await this.query(`select pg_backend_pid() as pid, (${ON_OUR_TERMS})`)
    this.#pid = rows[0].pid
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg; Kysely uses only (text, values).
  override query(...args: any[]): any {
    const [text, values] = args
    if (typeof text !== 'string') return super.query(...(args as [string]))
    const answer: Promise<pg.QueryResult> =
      Array.isArray(values) && values.length > 0
        ? this.#counted(super.query({ name: nameOf(text), text, values: values.map(bound) }))
        : this.#counted(super.query(text))
    if (!this.#pipelines || !isUnanswered(text, this.#owes)) {
      const kept = text === 'commit' ? answer.then(requireCommitted) : answer
      return this.#told(kept, isUndoing(text))
    }
    this.#owes ||= isMarked(text)
    const failed = answer.then(
      () => undefined,
      (error: unknown) => error,
    )
    const earlier = this.#unanswered
    this.#unanswered = earlier ? earlier.then((error) => error ?? failed) : failed
    return Promise.resolve(NO_ANSWER)
  }

  /** With what has failed first, unless that is undone. */
  async #told<T>(answer: Promise<T>, isUndone: boolean): Promise<T> {
    const earlier = this.#unanswered
    this.#owes = false
    this.#unanswered = undefined
    if (!earlier || isUndone) return await answer
    const [settled] = await Promise.allSettled([answer])
    const failure = await earlier
    if (failure !== undefined) throw failure
    if (settled.status === 'rejected') throw settled.reason
    return settled.value
  }

  #counted<T>(answer: Promise<T>): Promise<T> {
    this.#open++
    this.#patience.refresh()
    return answer.then(
      (value) => {
        this.#open--
        return value
      },
      (error) => {
        this.#open--
        throw this.#reasonOf(error)
      },
    )
  }

  #reasonOf(error: unknown): unknown {
    const { code } = error as { code?: string }
    // These only say that an earlier failure has undone the transaction, or ended the connection.
    if (code === UNDONE || this.#isReadOnly) return this.#failure ?? error
    this.#failure = orAway(error)
    if (code === READ_ONLY) {
      this.#isReadOnly = true
      // After a fail-over the name may lead to another server, which does take writes.
      this.#giveUp('PostgreSQL takes no writes')
    }
    return this.#failure
  }

  #giveUp(why: string): void {
    const { stream } = this.connection as unknown as { stream: Socket }
    stream.destroy(new Error(why))
  }

  async #lookAfter(): Promise<void> {
    if (this.#open === 0) return
    const { stream } = this.connection as unknown as { stream: Socket }
    const heard = stream.bytesRead
    const { processID } = this as unknown as { processID: number }
    const isAtWork = await this.#atWork.has(this.#pid ?? processID)
    // What is on its way is not lost.
    if (isAtWork || stream.bytesRead > heard) this.#patience.refresh()
    else if (this.#open > 0) this.#giveUp('PostgreSQL has not answered')
  }
}

/** Asked to commit what has failed, PostgreSQL undoes it, and calls that no error. */
function requireCommitted(answer: pg.QueryResult): pg.QueryResult {
  if (answer.command !== 'COMMIT') throw new Error('PostgreSQL has undone what was to be committed')
  return answer
}

function bound(value: unknown): unknown {
  return Array.isArray(value) ? value.map(bound) : storable(value)
}
