import { readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Kinds of machines, as `join.sh` names them. */
export const PLATFORMS = ['linux-x64', 'linux-arm64', 'linux-x64-musl', 'linux-arm64-musl'] as const
export type Platform = (typeof PLATFORMS)[number]

/** A Node that an operator has added for machines of another kind than the server's, compressed. */
export interface AddedRuntime {
  platform: Platform
  /** For example `v24.21.0`. */
  version: string
  file: string
  /** Bytes, compressed. */
  size: number
}

const NAME = /^node-(v\d+\.\d+\.\d+)-(linux-.+)\.gz$/

/** In the data directory; each server that starts there finds them. */
export const addedFolder = (dataDir: string) => join(dataDir, 'join/added')

export function listRuntimes(dataDir: string): AddedRuntime[] {
  return namesIn(addedFolder(dataDir)).flatMap((name) => {
    const [, version, platform] = NAME.exec(name) ?? []
    const known = PLATFORMS.find((each) => each === platform)
    if (!version || !known) return []
    const file = join(addedFolder(dataDir), name)
    const size = statSync(file, { throwIfNoEntry: false })?.size
    return size === undefined ? [] : [{ platform: known, version, file, size }]
  })
}

/** A finished file takes the place of what there was for the kind of machine. */
export function putRuntime(
  dataDir: string,
  platform: Platform,
  version: string,
  finished: string,
): void {
  const before = listRuntimes(dataDir).filter((each) => each.platform === platform)
  const file = join(addedFolder(dataDir), `node-${version}-${platform}.gz`)
  renameSync(finished, file)
  for (const each of before) if (each.file !== file) rmSync(each.file, { force: true })
}

/** Whether there was one. */
export function removeRuntime(dataDir: string, platform: Platform): boolean {
  const found = listRuntimes(dataDir).filter((each) => each.platform === platform)
  for (const { file } of found) rmSync(file, { force: true })
  return found.length > 0
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
