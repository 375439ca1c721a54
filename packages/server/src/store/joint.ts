import { AsyncLocalStorage } from 'node:async_hooks'
import { sql } from 'kysely'
import { markOf, undoTo } from './at-commit.ts'
import type { Tx } from './schema.ts'

/** Several writes that are made one: they become durable together, or none of them happens. */
export class Joint {
  readonly #tx: Tx
  readonly #afterwards: (() => void)[] = []
  #last: Promise<unknown> = Promise.resolve()
  #over = false

  constructor(tx: Tx) {
    this.#tx = tx
  }

  get over(): boolean {
    return this.#over
  }

  /** One after the other: savepoints nest, they don't overlap. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const written = this.#last.then(() => inSavepoint(this.#tx, work))
    this.#last = written.catch(() => undefined)
    return written
  }

  /** For what may be known only once all of it is on disk. */
  afterwards(work: () => void): void {
    this.#afterwards.push(work)
  }

  /** Nothing joins any more. */
  close(): void {
    this.#over = true
  }

  settled(): void {
    for (const work of this.#afterwards) work()
  }
}

const joints = new AsyncLocalStorage<Joint>()

/** The joint that the running code belongs to, if it is still open. */
export function currentJoint(): Joint | undefined {
  const joint = joints.getStore()
  return joint?.over === false ? joint : undefined
}

/** Has every write that `work` makes, at whatever depth, join this transaction. */
export async function inJoint<T>(joint: Joint, work: () => Promise<T>): Promise<T> {
  try {
    return await joints.run(joint, work)
  } finally {
    joint.close()
  }
}

async function inSavepoint<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  await sql`savepoint part`.execute(tx)
  const before = markOf(tx)
  try {
    const value = await work(tx)
    await sql`release savepoint part`.execute(tx)
    return value
  } catch (error) {
    undoTo(tx, before)
    try {
      await sql`rollback to savepoint part`.execute(tx)
      await sql`release savepoint part`.execute(tx)
    } catch {
      // A full disk may have undone the whole transaction: what went wrong first is what counts.
    }
    throw error
  }
}
