import { statfs } from 'node:fs/promises'
import { inWords, largestBelow, sizeInWords } from './sizes.ts'

/** What the system refuses now and may grant later. */
const WHY: Record<string, string> = {
  ENOSPC: 'its disk is full',
  EDQUOT: 'its disk is full for this user',
  EROFS: 'its disk is read-only',
  EIO: 'its disk fails',
  EMFILE: 'this process has too many files open',
  ENFILE: 'this machine has too many files open',
}

/**
 * Why the system refuses what is to be done in the folder; of a full disk also how much is free, and
 * what takes the most room there. Null: it is nothing that it may grant later.
 */
export async function whyRefused(dir: string, code: string): Promise<string | null> {
  const why = WHY[code]
  if (why === undefined) return null
  return `${why} (${code}).${why.includes('full') ? ` ${await roomIn(dir)}` : ''}`
}

/** How much is free on the folder's disk, and what takes the most room in it. */
export async function roomIn(dir: string): Promise<string> {
  const parts = inWords(await largestBelow(dir))
  const disk = await statfs(dir).catch(() => null)
  if (disk === null) return parts
  const [free, all] = [disk.bavail * disk.bsize, disk.blocks * disk.bsize].map(sizeInWords)
  return `It has ${free} free of ${all}. ${parts}`
}
