import { realpathSync } from 'node:fs'
import { type Algorithm, FileReader, READ_MAX } from './file-reader.ts'
import { Ignored } from './ignored.ts'
import { bytesOf, type RawPath } from './raw-path.ts'
import { listTracked, type Repository, repositoryOf } from './repository.ts'
import { Scan } from './scan.ts'

/** How much text is kept in memory, all files together, in bytes. */
const KEPT_MAX = 16 * 1024 * 1024
/** How much is read to make digests, all files together, in bytes. */
const READ_ALL_MAX = 256 * 1024 * 1024
/** How many files to look at, and how many of these may be ignored ones. */
const FILES_MAX = 50_000
const IGNORED_MAX = 10_000

export interface Place {
  workDir: string
  /** The runner's own folder, whose files are nobody's work. */
  runnerDir: string
}

/** The working directory before an agent begins. */
export interface Snapshot {
  /** null: there is no working tree around it, or one that ignores it. */
  repository: Repository | null
  ignored: Ignored | null
  /** Milliseconds since 1970. */
  at: number
  scan: Scan
  algorithm: Algorithm
  /** Digests of the contents, as far as there was time. */
  digests: Map<RawPath, string>
  /** Contents, as far as there was room; first of the files that no repository has. */
  texts: Map<RawPath, Buffer>
}

export async function takeSnapshot(place: Place, deadline: number): Promise<Snapshot> {
  const at = Date.now()
  const { repository, ignored } = surroundings(realpathSync(place.workDir))
  const tracked = repository ? await listTracked(repository, deadline) : new Map<RawPath, string>()
  const scan = new Scan(place.workDir, limits(place, deadline), ignored)
  // Tracked files count, whatever an ignore rule says.
  for (const path of tracked.keys()) scan.visit(path)
  scan.walk()
  ignored?.freeze()
  const blobs = new Set(tracked.values())
  const [some = ''] = blobs
  const algorithm = some.length === 64 ? 'sha256' : 'sha1'
  return {
    repository,
    ignored,
    at,
    scan,
    algorithm,
    ...read(place, scan, algorithm, blobs, deadline),
  }
}

/** Scans again: the same files as they are now, and new ones. */
export function scanAgain(place: Place, before: Snapshot, deadline: number): Scan {
  const scan = new Scan(place.workDir, limits(place, deadline, 2), before.ignored)
  for (const [path, state] of before.scan.files) scan.visit(path, state?.ignored)
  scan.walk()
  return scan
}

function surroundings(workDir: string): Pick<Snapshot, 'repository' | 'ignored'> {
  const repository = repositoryOf(workDir)
  const ignored = repository && new Ignored(repository.top, workDir)
  return ignored?.everything ? { repository: null, ignored: null } : { repository, ignored }
}

/** Afterwards there is room for as many new ones. */
function limits({ runnerDir }: Place, deadline: number, times = 1) {
  const [files, ignored] = [FILES_MAX * times, IGNORED_MAX * times]
  return { files, ignored, deadline, except: runnerDir }
}

function read(
  { workDir }: Place,
  { files }: Scan,
  algorithm: Algorithm,
  blobs: ReadonlySet<string>,
  deadline: number,
): Pick<Snapshot, 'digests' | 'texts'> {
  const digests = new Map<RawPath, string>()
  const texts = new Map<RawPath, Buffer>()
  const reader = new FileReader(algorithm)
  const known: [RawPath, Buffer][] = []
  let room = KEPT_MAX
  let knownRoom = KEPT_MAX
  let left = READ_ALL_MAX
  for (const [path, state] of files) {
    if (state?.kind !== 'file' || state.ignored || state.size > Math.min(READ_MAX, left)) continue
    if (performance.now() > deadline) break
    const content = reader.read(bytesOf(workDir, path))
    if (!content) continue
    left -= content.length
    const { digest } = content
    digests.set(path, digest)
    const isKnown = blobs.has(digest)
    const text = content.length > (isKnown ? knownRoom : room) ? null : content.text
    if (!text) continue
    if (isKnown) {
      known.push([path, text])
      knownRoom -= text.length
    } else {
      texts.set(path, text)
      room -= text.length
    }
  }
  // A repository may be gone when it is asked.
  for (const [path, text] of known) {
    if (text.length > room) continue
    texts.set(path, text)
    room -= text.length
  }
  return { digests, texts }
}
