import { CLOSED } from './closed.ts'
import { git } from './git.ts'
import type { RawPath } from './scan.ts'

/** Each path with the blob that holds what is in the file; null: the repository doesn't have it. */
export type Listing = Map<RawPath, string | null>

/**
 * The files below the folder that git tracks or would add, as far as it is a part of a working tree
 * that isn't ignored itself; else null. Folders stand for repositories within.
 */
export async function listRepository(folder: string, deadline: number): Promise<Listing | null> {
  const ignored = await git(folder, ['check-ignore', '--quiet', '.'], deadline)
  if (ignored.code !== 1) return null
  const closed = CLOSED.map((name) => `--exclude=${name}`)
  const what = ['--cached', '--modified', '--others', '--exclude-standard', ...closed]
  const { code, stdout } = await git(folder, ['ls-files', '-z', '-t', '--stage', ...what], deadline)
  return code === 0 ? parse(stdout.toString('latin1')) : null
}

/** `? path`, or `H mode blob stage\tpath`; the same with `C` follows where the file differs. */
function parse(text: string): Listing {
  const listing: Listing = new Map()
  for (const line of text.split('\0')) {
    if (line === '') continue
    const [, blob, stage, path] = /^[^?] \d+ (\w+) (\d)\t(.*)$/s.exec(line) ?? []
    if (path === undefined) listing.set(line.slice(2).replace(/\/$/, ''), null)
    else listing.set(path, line.startsWith('H') && stage === '0' ? blob! : null)
  }
  return listing
}

/** What the blobs hold; those that aren't there are left out. */
export async function readBlobs(
  folder: string,
  blobs: string[],
  deadline: number,
): Promise<Map<string, Buffer>> {
  const contents = new Map<string, Buffer>()
  if (blobs.length === 0) return contents
  const { stdout } = await git(folder, ['cat-file', '--batch'], deadline, `${blobs.join('\n')}\n`)
  for (let at = 0; at < stdout.length; ) {
    const lineEnd = stdout.indexOf('\n', at)
    const [blob, type, size] = stdout.toString('latin1', at, lineEnd).split(' ')
    at = lineEnd + 1
    if (type !== 'blob') continue
    contents.set(blob!, stdout.subarray(at, at + Number(size)))
    at += Number(size) + 1
  }
  return contents
}
