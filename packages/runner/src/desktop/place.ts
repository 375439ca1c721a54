import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { boot } from './boot-id.ts'

/**
 * Where the folder lies: the same for each runner that is started in it, and another for a copy. After
 * a start of the machine it is another as well, because a copied disk has the same numbers.
 */
export function placeOf(dir: string): string {
  const { dev, ino } = statSync(dir)
  return createHash('sha256').update(`${boot()} ${dev} ${ino}`).digest('hex')
}
