import { AsyncLocalStorage } from 'node:async_hooks'
import { markOf, undoTo } from './at-commit.ts'
import { beginPart, keepPart, undoPart } from './savepoint.ts'
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

  /** Adds a write. Writes run one after the other, because savepoints nest and can't overlap. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const written = this.#last.then(() => {
      if (this.#over) throw new Error('The transaction that this belongs to is over.')
      return inSavepoint(this.#tx, work)
    })
    this.#last = written.catch(() => undefined)
    return written
  }

  /** Defers `work` until the whole transaction is on disk. */
  afterwards(work: () => void): void {
    this.#afterwards.push(work)
  }

  /**
   * Ends the joint: writes that haven't begun are refused, because one failure undoes them all. Resolves when
   * the write that is under way is over, so that none of it lands in what follows.
   */
  async close(): Promise<void> {
    this.#over = true
    await this.#last
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

/** Runs `work`: every write that it makes, at whatever depth, joins this transaction. */
export async function inJoint<T>(joint: Joint, work: () => Promise<T>): Promise<T> {
  try {
    return await joints.run(joint, work)
  } finally {
    await joint.close()
  }
}

async function inSavepoint<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  await beginPart(tx, 'part')
  const before = markOf(tx)
  try {
    const value = await work(tx)
    await keepPart(tx, 'part')
    return value
  } catch (error) {
    undoTo(tx, before)
    try {
      await undoPart(tx, 'part')
    } catch {
      // A full disk may have undone the whole transaction: what went wrong first is what counts.
    }
    throw error
  }
}
