import { statSync } from 'node:fs'
import { hasCode } from './error-code.ts'
import { isAlive, type ProcessIdentity } from './process-identity.ts'

/**
 * Whether a keeper that is named in a runner folder lives and keeps this folder, which is its current
 * directory then: a copied folder names the keeper of the original.
 */
export function keepsFolder(keeper: ProcessIdentity, dir: string): boolean {
  if (!isAlive(keeper)) return false
  try {
    const its = statSync(`/proc/${keeper.pid}/cwd`)
    const ours = statSync(dir)
    return its.dev === ours.dev && its.ino === ours.ino
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return false
    // Another user's keeper can't be looked at: it counts as ours.
    if (hasCode(error, 'EACCES', 'EPERM')) return true
    throw error
  }
}
