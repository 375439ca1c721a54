import { onBehalf } from './at-commit.ts'
import { apart, deedNow, goOn } from './deed.ts'
import type { Tenure } from './engine.ts'
import type { OnCommit } from './group-commit.ts'
import { currentJoint, inJoint, Joint } from './joint.ts'
import { Lanes } from './lanes.ts'
import { migrate, refuseNewer } from './migrate.ts'
import { openEngine } from './open-engine.ts'
import { Reader } from './reader.ts'
import type { Db, Tx } from './schema.ts'

export { DATABASE_FILE } from './own.ts'

/** The truth: everything that must outlive the process is here, and nowhere else. */
export interface Store {
  /** Single statements that read what is committed. */
  readonly db: Db
  /** Several reads of one moment. */
  snapshot<T>(work: (db: Db) => Promise<T>): Promise<T>
  /**
   * One transaction. The promise resolves when it is on disk; a throw undoes it whole. What is written
   * about the same (the id of a workspace or of a desktop) is written in the order of the calls. `isApart`: it
   * depends on nothing that is written about something else, so the engine may do several at the same time.
   */
  write<T>(work: (tx: Tx) => Promise<T>, about?: string, isApart?: boolean): Promise<T>
  /** One transaction of everything that `work` writes, also by further calls of `write`. */
  jointly<T>(work: (tx: Tx) => Promise<T>, about?: string): Promise<T>
  /**
   * Runs `work` at once; inside `jointly`, after its commit, and not at all if it fails. What `work` does
   * counts as done by the system.
   */
  afterCommit(work: () => void): void
  /** Writes that wait for a commit to begin. */
  readonly waiting: number
  /** How often the database was another one than before (a fail-over, a backup): what was read may not be there any more. */
  readonly turns: number
  close(): Promise<void>
}

export interface StoreOptions {
  /** PostgreSQL's address, in place of the file in the data directory. */
  databaseUrl?: string | undefined
  tenure?: Tenure
  /** Names the key that the servers which share a database have in common. */
  fleet?: string | undefined
  /** Is told why a write has failed. */
  onFailure?: (error: unknown) => void
  /** Is told of each commit. */
  onCommit?: OnCommit
}

/**
 * Opens the database at `databaseUrl`, else (at the first time: makes) the one in `dataDir`. Its schema is
 * brought up to date, unless `beside` a server that may be running on it: then it is only refused when it is
 * newer. If servers start at the same time, one does it and the others wait.
 */
export async function openStore(
  dataDir: string,
  { databaseUrl, tenure = 'alone', fleet, onFailure, onCommit }: StoreOptions = {},
): Promise<Store> {
  const engine = await openEngine(dataDir, databaseUrl, tenure, fleet)
  try {
    await (tenure === 'beside' ? refuseNewer : migrate)(engine.writer.db)
    if (tenure !== 'beside') await engine.begin?.()
  } catch (error) {
    await engine.close()
    throw error
  }
  const reader = new Reader(engine.reader())
  const commits = new Lanes(engine.lanes, onFailure, onCommit)

  return {
    db: reader.db,
    snapshot: (work) => reader.snapshot(work),
    write(work, about, isApart = false) {
      const deed = deedNow()
      // Whose deed it is the transaction knows of one write at a time.
      const write = <T>(work: (tx: Tx) => Promise<T>) =>
        currentJoint()?.write(work) ?? commits.write(work, about, isApart && !deed)
      return deed ? onBehalf(deed, write, work) : write(work)
    },
    async jointly(work, about) {
      let joint: Joint | undefined
      const deed = deedNow()
      const wasNoted = deed?.noted ?? false
      const value = await commits.write(async (tx) => {
        // The row of an attempt that has lost a race is gone with it.
        if (deed) deed.noted = wasNoted
        joint = new Joint(tx)
        return await inJoint(joint, () => goOn(deed, () => work(tx)))
      }, about)
      joint?.settled()
      return value
    },
    afterCommit(work) {
      const joint = currentJoint()
      if (joint) joint.afterwards(() => apart(work))
      else apart(work)
    },
    get waiting() {
      return commits.waiting
    },
    get turns() {
      return engine.turns?.() ?? 0
    },
    async close() {
      await commits.settled()
      await engine.close()
    },
  }
}
