import { type Listing, listRepository } from './repository.ts'
import { bytesOf, type RawPath, Scan } from './scan.ts'
import { readText, TEXT_MAX } from './text.ts'

/** Text that is kept in memory because no repository has it, all files together, in bytes. */
const KEPT_MAX = 16 * 1024 * 1024
/** Files that are looked at. */
const FILES_MAX = 50_000

export interface Place {
  workDir: string
  /** The runner's own folder, whose files are nobody's work. */
  runnerDir: string
}

/** The working directory before an agent begins. */
export interface Snapshot {
  source: 'git' | 'manifest'
  /** Milliseconds since 1970. */
  at: number
  scan: Scan
  /** Where the repository has what was in a file. */
  blobs: Map<RawPath, string>
  /** What was in the other ones, as far as there was room. */
  texts: Map<RawPath, Buffer>
}

/** Without a repository: everything below the working directory. */
const EVERYTHING: Listing = new Map([['', null]])

export async function takeSnapshot(place: Place, deadline: number): Promise<Snapshot> {
  const at = Date.now()
  const listing = await listRepository(place.workDir, deadline)
  const scan = scanOf(place, deadline)
  const paths = listing ?? EVERYTHING
  for (const path of paths.keys()) scan.visit(path)
  const blobs = new Map<RawPath, string>()
  for (const [path, blob] of paths) if (blob !== null && scan.files.get(path)) blobs.set(path, blob)
  const texts = keepTexts(place, scan, blobs, deadline)
  return { source: listing ? 'git' : 'manifest', at, scan, blobs, texts }
}

/** The same files as they are now, and those that have come. */
export async function scanAgain(place: Place, before: Snapshot, deadline: number): Promise<Scan> {
  const scan = scanOf(place, deadline)
  for (const path of before.scan.files.keys()) scan.visit(path)
  const inGit = before.source === 'git'
  const paths = inGit ? await listRepository(place.workDir, deadline) : EVERYTHING
  for (const path of paths?.keys() ?? []) scan.visit(path)
  if (!paths) scan.complete = false
  return scan
}

function scanOf({ workDir, runnerDir }: Place, deadline: number): Scan {
  return new Scan(workDir, { files: FILES_MAX, deadline, except: runnerDir })
}

function keepTexts(
  { workDir }: Place,
  { files }: Scan,
  blobs: Map<RawPath, string>,
  deadline: number,
): Map<RawPath, Buffer> {
  const texts = new Map<RawPath, Buffer>()
  let room = KEPT_MAX
  for (const [path, state] of files) {
    if (!state || state.isLink || state.size > Math.min(TEXT_MAX, room) || blobs.has(path)) continue
    if (performance.now() > deadline) break
    const text = readText(bytesOf(workDir, path))
    if (!text) continue
    texts.set(path, text)
    room -= text.length
  }
  return texts
}
