import type { RunEvidence } from '@mission-control/protocol'
import { changedFiles } from './files.ts'
import { type Place, type Snapshot, takeSnapshot } from './snapshot.ts'

/** The agent waits no longer than this for the look at what is there, in ms. */
const BEFORE_WITHIN = 3_000

export type FileEvidence = Pick<
  RunEvidence,
  'files' | 'filesTruncated' | 'filesTotal' | 'source' | 'problem'
>

/**
 * Finds out which files change while an agent works. It never fails: a run doesn't fail for its
 * evidence.
 */
export class Watch {
  readonly #place: Place
  readonly #before: Snapshot | Error

  private constructor(place: Place, before: Snapshot | Error) {
    this.#place = place
    this.#before = before
  }

  static async begin(place: Place): Promise<Watch> {
    try {
      return new Watch(place, await takeSnapshot(place, performance.now() + BEFORE_WITHIN))
    } catch (error) {
      return new Watch(place, error as Error)
    }
  }

  /** What has changed since, found out within so many ms. */
  async end(within: number): Promise<FileEvidence> {
    try {
      if (this.#before instanceof Error) throw this.#before
      const source = this.#before.repository ? 'git' : 'manifest'
      const changed = await changedFiles(this.#place, this.#before, performance.now() + within)
      return { ...changed, source, problem: null }
    } catch (error) {
      const problem = `Which files changed is not known: ${(error as Error).message}`
      const none = { files: null, filesTruncated: false, filesTotal: null, source: null }
      return { ...none, problem: problem.slice(0, 2000) }
    }
  }
}
