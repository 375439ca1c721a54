import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Scope } from './cleanup.ts'
import { temporaryFolder } from './folder.ts'

/**
 * A new data directory, in which the Node for machines that join is none: they have one of their own, and
 * compressing this one takes a processor seconds.
 */
export function dataFolder(t: Scope): string {
  const dataDir = temporaryFolder(t)
  const added = join(dataDir, 'join/added')
  mkdirSync(added, { recursive: true })
  writeFileSync(join(added, `node-${process.version}-linux-${process.arch}.gz`), gzipSync(''))
  return dataDir
}
