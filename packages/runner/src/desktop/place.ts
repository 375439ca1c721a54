import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { boot } from './boot-id.ts'

/**
 * Where the folder lies: the same for each runner that starts in it, another for a copy. It also
 * changes with each start of the machine, because a copied disk has the same numbers.
 */
export function placeOf(dir: string): string {
  const { dev, ino } = statSync(dir)
  return createHash('sha256').update(`${boot()} ${dev} ${ino}`).digest('hex')
}
