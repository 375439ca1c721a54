import { readFileSync } from 'node:fs'
import { StatementSync } from 'node:sqlite'

/** A query as it reached SQLite, and how much was read for it. */
export interface Asked {
  sql: string
  bytes: number
}

/** Records what any connection of this process asks until it is stopped: no query can be missed. */
export function recordQueries(): { stop(): Asked[] } {
  const asked: Asked[] = []
  const { all, run } = StatementSync.prototype
  const recording = (real: (...values: never[]) => unknown) =>
    function (this: StatementSync, ...values: never[]) {
      const before = bytesRead()
      const answer = real.apply(this, values)
      if (/^(with|select|insert|update|delete)\b/i.test(this.sourceSQL)) {
        asked.push({ sql: this.sourceSQL, bytes: bytesRead() - before })
      }
      return answer
    }
  Object.assign(StatementSync.prototype, { all: recording(all), run: recording(run) })
  return {
    stop() {
      Object.assign(StatementSync.prototype, { all, run })
      return asked
    },
  }
}

/** By this process, from whatever file: SQLite's cache is smaller than what a scan would read. */
function bytesRead(): number {
  return Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))![1])
}
