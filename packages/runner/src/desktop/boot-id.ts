import { readFileSync } from 'node:fs'
import { hasCode } from '../error-code.ts'

/** Differs after every start of the machine; the same for all of them where it isn't known. */
export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 'unknown'
    throw error
  }
}
