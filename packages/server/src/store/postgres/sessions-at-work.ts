import pg, { DatabaseError } from 'pg'

/** It says within so many ms who is being answered, or cannot be reached. */
const SAYS_WITHIN = 3_000

/**
 * For which sessions PostgreSQL works, asked over a connection of its own: what takes long is told apart
 * from what will never be answered, because the way there is cut or PostgreSQL stands still.
 */
export class SessionsAtWork {
  readonly #url: string
  #asking: Promise<Set<number> | null> | undefined

  constructor(url: string) {
    this.#url = url
  }

  async has(pid: number): Promise<boolean> {
    // All that wait share one question.
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined
    })
    const pids = await this.#asking
    return pids === null || pids.has(pid)
  }

  /** Null: it is there, and doesn't say. */
  async #ask(): Promise<Set<number> | null> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'mission-control watch',
      connectionTimeoutMillis: SAYS_WITHIN,
    })
    // Whoever asks is told.
    client.on('error', () => undefined)
    const late = setTimeout(
      () => client.connection.stream.destroy(new Error('no answer')),
      SAYS_WITHIN,
    )
    try {
      await client.connect()
      const { rows } = await client.query<{ pid: number }>(
        `select pid from pg_stat_activity where state in ('active', 'fastpath function call')`,
      )
      return new Set(rows.map(({ pid }) => pid))
    } catch (error) {
      return error instanceof DatabaseError ? null : new Set()
    } finally {
      clearTimeout(late)
      client.connection.stream.destroy()
    }
  }
}
