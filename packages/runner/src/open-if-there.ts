import { openSync } from 'node:fs'
import { hasCode } from './error-code.ts'

/** Opens for reading; null when there is no such file. */
export function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}
