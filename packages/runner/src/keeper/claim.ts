import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keepsFolder } from '../keeps-folder.ts'
import type { ProcessIdentity } from '../process-identity.ts'

/**
 * At most one keeper per folder: announce yourself, then look for others. If two come at once, at
 * least the later one sees the other, and whoever sees a living one withdraws. If both do, their
 * runners try again. A claim is an empty file whose name says whose it is, so no keeper ever takes
 * over another's file, and what a dead keeper left counts for nothing; nor does what was copied
 * with the folder.
 */
const NAME = /^keeper\.(\d+)-(\d+)\.claim$/

/** True when this process is now the folder's only keeper. */
export function claimFolder(dir: string, self: ProcessIdentity): boolean {
  writeFileSync(join(dir, nameOf(self)), '', { mode: 0o600 })
  for (const name of readdirSync(dir)) {
    const parts = NAME.exec(name)
    if (parts === null || name === nameOf(self)) continue
    if (keepsFolder({ pid: Number(parts[1]), startTime: Number(parts[2]) }, dir)) {
      releaseFolder(dir, self)
      return false
    }
    rmSync(join(dir, name), { force: true })
  }
  return true
}

export function releaseFolder(dir: string, self: ProcessIdentity): void {
  rmSync(join(dir, nameOf(self)), { force: true })
}

const nameOf = ({ pid, startTime }: ProcessIdentity) => `keeper.${pid}-${startTime}.claim`
