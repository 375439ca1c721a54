import type { Connection } from './engine.ts'
import { GroupCommit, type OnCommit } from './group-commit.ts'
import type { Tx } from './schema.ts'

/**
 * Runs several transactions at the same time, if the engine can: while one waits for the disk or an answer,
 * the others go on. Writes about the same thing share a lane and go one after the other; each lane groups its
 * commits.
 */
export class Lanes {
  readonly #lanes: GroupCommit[]

  constructor(
    connections: Connection[],
    onFailure?: (error: unknown) => void,
    onCommit?: OnCommit,
  ) {
    this.#lanes = connections.map((each) => new GroupCommit(each, onFailure, onCommit))
  }

  /** Writes that wait for a commit to begin. */
  get waiting(): number {
    return this.#lanes.reduce((sum, { waiting }) => sum + waiting, 0)
  }

  /** `isApart`: it depends on nothing that is written about something else. */
  write<T>(work: (tx: Tx) => Promise<T>, about?: string, isApart = false): Promise<T> {
    const lane = about === undefined ? this.#shortest() : this.#laneOf(about)
    return lane.write(work, isApart ? about : undefined)
  }

  async settled(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.settled()))
  }

  #shortest(): GroupCommit {
    return this.#lanes.reduce((best, each) => (each.waiting < best.waiting ? each : best))
  }

  /** Picks the lane by the end of the id, which is random. */
  #laneOf(about: string): GroupCommit {
    const { length } = this.#lanes
    let sum = 0
    for (let i = Math.max(0, about.length - 6); i < about.length; i++) sum += about.charCodeAt(i)
    return this.#lanes[sum % length]!
  }
}
