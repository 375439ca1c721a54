import type { Db } from '../schema.ts'

/** Answers several calls of one query by one statement, in their order. */
export type Many<D, P, R> = (db: D, calls: P[], variant: string) => Promise<R[]>

/** A query for one call, and for several. */
interface Query<D, P, R> {
  one: (db: D, by: P, variant: string) => Promise<R>
  many: Many<D, P, R>
  /** How many calls one statement answers at most. */
  most: number
}

interface Call {
  // biome-ignore lint/suspicious/noExplicitAny: calls of all queries wait in one list.
  query: Query<any, any, any>
  by: unknown
  variant: string
  resolve: (answer: never) => void
  reject: (error: unknown) => void
}

/** Collects what is asked in one turn, until all who ask wait, and sends one statement for each query. */
class Gathering {
  readonly #db: Db
  #calls: Call[] = []

  constructor(db: Db) {
    this.#db = db
  }

  ask<D extends Db, P, R>(query: Query<D, P, R>, by: P, variant: string): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      // After all promises that can go on have done so.
      if (this.#calls.length === 0) process.nextTick(() => this.#send())
      this.#calls.push({ query, by, variant, resolve, reject })
    })
  }

  #send(): void {
    const calls = this.#calls
    this.#calls = []
    for (const same of Map.groupBy(calls, ({ query }) => query).values()) {
      for (const alike of Map.groupBy(same, ({ variant }) => variant).values()) {
        void this.#answer(alike)
      }
    }
  }

  async #answer(calls: Call[]): Promise<void> {
    const { most } = calls[0]!.query
    for (let i = 0; i < calls.length; i += most) await this.#answerSome(calls.slice(i, i + most))
  }

  async #answerSome(calls: Call[]): Promise<void> {
    const { query, variant, by } = calls[0]!
    try {
      const answers =
        calls.length === 1
          ? [await query.one(this.#db, by, variant)]
          : await query.many(
              this.#db,
              calls.map((call) => call.by),
              variant,
            )
      for (const [i, { resolve }] of calls.entries()) resolve(answers[i] as never)
    } catch (error) {
      for (const { reject } of calls) reject(error)
    }
  }
}

/** For queries that nothing but the id tells apart: asks for each id once. */
export function onceEach<P extends { id: string }, R>(
  one: (db: Db, by: P, variant: string) => Promise<R>,
): Many<Db, P, R> {
  return async (db, calls, variant) => {
    const answers = new Map<string, Promise<R>>()
    for (const by of calls) if (!answers.has(by.id)) answers.set(by.id, one(db, by, variant))
    return await Promise.all(calls.map(({ id }) => answers.get(id)!))
  }
}

const gatherings = new WeakMap<Db, Gathering>()

/** What collects calls for the database, or the transaction; undefined: each call goes by itself. */
export const gatheringOf = (db: Db): Gathering | undefined => gatherings.get(db)

/** From now on what is asked in one turn goes together. */
export function gather(db: Db): void {
  gatherings.set(db, new Gathering(db))
}

/**
 * Does independent work at the same time in one transaction. Resolves, or rejects, when nothing of it is under
 * way any more.
 */
export async function abreast<R>(tx: Db, works: (() => Promise<R>)[]): Promise<R[]> {
  const isOutermost = !gatherings.has(tx)
  if (isOutermost) gather(tx)
  try {
    const settled = await Promise.allSettled(works.map((work) => work()))
    const failed = settled.filter((each) => each.status === 'rejected')
    if (failed.length > 0) throw (failed.find(isCause) ?? failed[0]!).reason
    return settled.map((each) => (each as PromiseFulfilledResult<R>).value)
  } finally {
    if (isOutermost) gatherings.delete(tx)
  }
}

/** After a statement has failed PostgreSQL refuses all others of the transaction by this code. */
const IN_FAILED_TRANSACTION = '25P02'

function isCause({ reason }: PromiseRejectedResult): boolean {
  return (reason as { code?: string }).code !== IN_FAILED_TRANSACTION
}
