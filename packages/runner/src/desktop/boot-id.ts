import { readFileSync, statSync } from 'node:fs'
import { hasCode } from '../error-code.ts'

/**
 * Changes with every start of the machine and for every copy of the folder: a runner must neither
 * start nor stop what was under way elsewhere.
 */
export function bootId(dir: string): string {
  return `${boot()}.${statSync(dir).ino}`
}

/** The id of this start of the machine; where there is none, always the same text. */
export function boot(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 'unknown'
    throw error
  }
}
