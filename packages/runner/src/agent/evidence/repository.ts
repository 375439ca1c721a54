import { lstatSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Algorithm, digestOf } from './file-reader.ts'
import { git } from './git.ts'
import type { RawPath } from './raw-path.ts'

/** A working tree, and the folder in it that is looked at. */
export interface Repository {
  top: string
  folder: string
}

/** The nearest working tree around a folder; null: there is none. */
export function repositoryOf(folder: string): Repository | null {
  for (let top = folder; ; top = dirname(top)) {
    if (lstatSync(join(top, '.git'), { throwIfNoEntry: false })) return { top, folder }
    if (top === dirname(top)) return null
  }
}

/** What git tracks below the folder, each with the name of its object; empty where git doesn't say. */
export async function listTracked(
  repository: Repository,
  deadline: number,
): Promise<Map<RawPath, string>> {
  const { code, stdout } = await git(repository, ['ls-files', '-z', '--stage'], deadline)
  const tracked = new Map<RawPath, string>()
  if (code !== 0) return tracked
  for (const line of stdout.toString('latin1').split('\0')) {
    const [, blob, path] = /^(?:100|120)\d{3} ([\da-f]+) \d\t(.*)$/s.exec(line) ?? []
    if (path !== undefined) tracked.set(path, blob!)
  }
  return tracked
}

/** The contents that have these digests. What the repository says otherwise is left out. */
export async function readBlobs(
  repository: Repository,
  digests: string[],
  algorithm: Algorithm,
  deadline: number,
): Promise<Map<string, Buffer>> {
  const contents = new Map<string, Buffer>()
  if (digests.length === 0) return contents
  const input = `${digests.join('\n')}\n`
  const { stdout } = await git(repository, ['cat-file', '--batch'], deadline, input)
  for (let at = 0; at < stdout.length; ) {
    const lineEnd = stdout.indexOf('\n', at)
    if (lineEnd < 0) break
    const [digest, type, size] = stdout.toString('latin1', at, lineEnd).split(' ')
    at = lineEnd + 1
    if (size === undefined) continue
    const content = stdout.subarray(at, at + Number(size))
    if (type === 'blob' && digestOf(content, algorithm) === digest) contents.set(digest, content)
    at += Number(size) + 1
  }
  return contents
}
