import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { eachProcess } from '@mission-control/runner/each-process'

/** In ms. A run of all tests, which starts programs to its end, takes less. */
const UNUSED_FOR = 3 * 60 * 60 * 1000

/** What is nobody's of the compiled programs: not the current ones, not chosen for hours, and no process runs them. */
export function abandoned(place: string, current: string): string[] {
  const lines = eachProcess((process) => readFileSync(`${process}/cmdline`, 'utf8'))
  const running = [...lines].join('\n')
  return readdirSync(place)
    .filter((name) => name !== 'current' && name !== current)
    .map((name) => join(place, name))
    .filter((path) => !running.includes(path) && isOld(path))
}

/** Whether it is; also when somebody else has just removed it. */
function isOld(path: string): boolean {
  const { mtimeMs = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {}
  return Date.now() - mtimeMs > UNUSED_FOR
}
