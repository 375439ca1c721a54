import type { Counts } from '../bus/bus.ts'
import type { Core } from '../core.ts'

/** How often the counts go to the other servers at most, in ms; below, how many counts one message holds. */
const TELL_EVERY = 100
const AT_ONCE = 1_000

export type Shared = Pick<Core, 'bus' | 'replica' | 'shared'>

/**
 * Tells the servers that share the database what this one counts, and passes on what they tell. A count
 * that is lost, or on its way, is one that they don't know of.
 */
export class SharedCounts<Counter extends string> {
  readonly #core: Shared
  #waiting = new Map<string, [counter: Counter, key: string, points: number]>()

  constructor(core: Shared, take: (counter: Counter, key: string, points: number) => void) {
    this.#core = core
    if (!core.shared) return
    core.bus.subscribe('counts', 'all', ({ from, counts }) => {
      if (from === core.replica) return
      for (const [counter, key, points] of counts) take(counter as Counter, key, points)
    })
  }

  add(counter: Counter, key: string, points: number): void {
    if (!this.#core.shared) return
    if (this.#waiting.size === 0) setTimeout(() => this.#tell(), TELL_EVERY).unref()
    const name = `${counter} ${key}`
    const before = this.#waiting.get(name)?.[2] ?? 0
    this.#waiting.set(name, [counter, key, before + points])
  }

  #tell(): void {
    const counts: Counts['counts'] = [...this.#waiting.values()].filter(
      ([, , points]) => points !== 0,
    )
    this.#waiting.clear()
    for (let at = 0; at < counts.length; at += AT_ONCE) {
      const some = counts.slice(at, at + AT_ONCE)
      this.#core.bus.publish('counts', 'all', { from: this.#core.replica, counts: some })
    }
  }
}
