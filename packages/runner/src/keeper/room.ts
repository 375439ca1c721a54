import { statfsSync } from 'node:fs'
import { codeOf } from '../error-code.ts'

const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG']

/** Why nothing more can be written into the folder; for a full disk, also how much room it has. */
export function whyNoRoom(dir: string, error: unknown): string {
  const code = codeOf(error)
  if (!FULL.includes(code)) return code
  return `the disk of ${dir} is full (${code}, ${roomOn(dir)})`
}

function roomOn(dir: string): string {
  try {
    const { bavail, blocks, bsize } = statfsSync(dir)
    return `${mib(bavail * bsize)} of ${mib(blocks * bsize)} MiB free`
  } catch (error) {
    return codeOf(error)
  }
}

function mib(bytes: number): number {
  return Math.floor(bytes / 1024 / 1024)
}
