import { readFileSync, statSync } from 'node:fs'
import { hasCode } from '../error-code.ts'

/**
 * Differs after every start of the machine, and for every copy of the folder: what was under way
 * there is nothing that may be started or stopped from here.
 */
export function bootId(dir: string): string {
  return `${boot()}.${statSync(dir).ino}`
}

/** The same for all starts of a machine where it isn't known. */
export function boot(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 'unknown'
    throw error
  }
}
