import type { ControlledTransaction } from 'kysely'
import { stretchesOf } from './apart.ts'
import { markOf, numberAll, undoTo } from './at-commit.ts'
import { setDirectWay } from './direct.ts'
import { type Connection, engineOf } from './engine.ts'
import { waitBriefly, waitLong } from './locks.ts'
import { isLostRace } from './refusal.ts'
import { beginPart, keepPart, undoPart } from './savepoint.ts'
import type { Schema, Tx } from './schema.ts'
import { withEach } from './together.ts'

/** A write that waits for its turn. */
interface Unit {
  work: (tx: Tx) => Promise<unknown>
  /** What it is about, if it depends on nothing that is written about something else. */
  apart: string | undefined
  resolve: (value: never) => void
  reject: (error: unknown) => void
  /** How often it has lost a race against another lane, or another server. */
  lost: number
}

/** Is told of each commit: how many writes it had, how long it took in ms, and whether it is on disk. */
export type OnCommit = (writes: number, ms: number, ok: boolean) => void

/** Units in one commit at most: bounds how long a reader of the answer waits for others' work. */
const MOST = 128
/** How often a unit may lose a race and start again. */
const LOSSES_MAX = 20

/**
 * Many small transactions share one commit, so one fsync: all that queue while a commit is under way go into
 * the next. Each is a savepoint of its own, so one that throws takes nothing with it. A promise resolves only
 * when its work is on disk. Where several connections write at the same time, a unit that shares its commit
 * waits only briefly for a row that another one has locked, because that one may wait for a row of this
 * commit. After that the unit is undone and starts again, so it may change nothing but the database.
 */
export class GroupCommit {
  readonly #connection: Connection
  readonly #onFailure: (error: unknown) => void
  readonly #onCommit: OnCommit
  readonly #queue: Unit[] = []
  #draining: Promise<void> | undefined

  /** `onFailure`: is told why a commit, or a unit, has failed. */
  constructor(
    connection: Connection,
    onFailure: (error: unknown) => void = () => undefined,
    onCommit: OnCommit = () => undefined,
  ) {
    this.#connection = connection
    this.#onFailure = onFailure
    this.#onCommit = onCommit
  }

  /** Writes that wait for a commit to begin. */
  get waiting(): number {
    return this.#queue.length
  }

  /** `apart`: what it is about, if it depends on nothing that is written about something else. */
  write<T>(work: (tx: Tx) => Promise<T>, apart?: string): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ work, apart, resolve, reject, lost: 0 })
      this.#draining ??= this.#drain()
    })
  }

  /** Resolves when nothing is queued or under way. */
  async settled(): Promise<void> {
    await this.#draining
  }

  async #drain(): Promise<void> {
    // One turn of the event loop: requests that arrived together are committed together.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#queue.length > 0) await this.#commit(this.#next())
    this.#draining = undefined
  }

  /**
   * A unit that has lost a race gets a commit of its own: it holds nothing that others wait for, so it may
   * wait.
   */
  #next(): Unit[] {
    return this.#queue.splice(0, this.#queue[0]!.lost > 0 ? 1 : MOST)
  }

  async #commit(units: Unit[]): Promise<void> {
    const answers: (() => void)[] = []
    const again: Unit[] = []
    const begun = performance.now()
    try {
      const { db, ask } = this.#connection
      const tx = await db.startTransaction().execute()
      setDirectWay(tx, () => (tx.isCommitted || tx.isRolledBack ? undefined : ask))
      try {
        if (units.length > 1) await waitBriefly(tx)
        for (const some of stretchesOf(units)) {
          const done = await performAbreast(tx, some)
          if (done) {
            answers.push(...done)
            continue
          }
          for (const unit of some) {
            const answer = await this.#perform(tx, unit, units.length > 1)
            if (answer) answers.push(answer)
            else again.push(unit)
          }
        }
        if (units.length > 1) await waitLong(tx)
        await numberAll(tx)
        await tx.commit().execute()
      } catch (error) {
        // SQLite may have rolled back by itself: what went wrong first is what counts.
        if (!tx.isCommitted)
          await tx
            .rollback()
            .execute()
            .catch(() => undefined)
        throw error
      }
    } catch (error) {
      if (isLostRace(error) && units.every(mayGoAgain)) {
        this.#queue.unshift(...units)
        return
      }
      // The commit itself failed, or the connection did: nothing of this batch happened.
      this.#onFailure(error)
      this.#onCommit(units.length, performance.now() - begun, false)
      for (const unit of units) unit.reject(error)
      return
    }
    this.#onCommit(units.length, performance.now() - begun, true)
    this.#queue.unshift(...again)
    for (const answer of answers) answer()
  }

  /**
   * Does one unit's work inside the transaction. Returns the function that answers it once the commit is on
   * disk; undefined: the unit has lost a race, and goes into a later commit.
   */
  async #perform(tx: ControlledTransaction<Schema>, unit: Unit, shared: boolean) {
    if (!shared) {
      const value = await unit.work(tx)
      return () => unit.resolve(value as never)
    }
    await beginPart(tx, 'unit')
    const before = markOf(tx)
    try {
      const value = await unit.work(tx)
      await keepPart(tx, 'unit')
      return () => unit.resolve(value as never)
    } catch (error) {
      await undo(tx, error)
      undoTo(tx, before)
      if (isLostRace(error) && mayGoAgain(unit)) return undefined
      this.#onFailure(error)
      return () => unit.reject(error)
    }
  }
}

/**
 * Where the engine carries out several at the same time: does the work of all in one savepoint. Undefined: it
 * doesn't, or one of them has failed and nothing has happened; then each has to be done by itself.
 */
async function performAbreast(
  tx: ControlledTransaction<Schema>,
  units: Unit[],
): Promise<(() => void)[] | undefined> {
  if (units.length === 1 || engineOf(tx) === 'sqlite') return undefined
  await beginPart(tx, 'unit')
  const before = markOf(tx)
  try {
    const answers = await withEach(tx, units, async ({ work, resolve }) => {
      const value = await work(tx)
      return () => resolve(value as never)
    })
    await keepPart(tx, 'unit')
    return answers
  } catch (error) {
    await undo(tx, error)
    undoTo(tx, before)
    return undefined
  }
}

/** Counts a lost race, and says whether the unit may start again. */
function mayGoAgain(unit: Unit): boolean {
  return ++unit.lost <= LOSSES_MAX
}

/**
 * A full disk may have undone the whole transaction, savepoint and all: then what went wrong first is
 * what counts, and the batch has failed.
 */
async function undo(tx: Tx, error: unknown): Promise<void> {
  try {
    await undoPart(tx, 'unit')
  } catch {
    throw error
  }
}
