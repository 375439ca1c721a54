import { readdirSync } from 'node:fs'
import { hasCode } from './error-code.ts'

/** What `look` finds in the folder below /proc of each process; not of those that have just ended or are another user's. */
export function* eachProcess<T>(look: (folder: string) => T): Generator<T> {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      yield look(`/proc/${name}`)
    } catch (error) {
      if (!hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) throw error
    }
  }
}
