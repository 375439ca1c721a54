import { isUtf8 } from 'node:buffer'
import type { ChangedFile, RunEvidence } from '@mission-control/protocol'
import { type Candidate, compare } from './compare.ts'
import { type Content, FileReader } from './file-reader.ts'
import { ChangedFiles } from './list.ts'
import { bytesOf, type RawPath } from './raw-path.ts'
import { readBlobs } from './repository.ts'
import { type Place, type Snapshot, scanAgain } from './snapshot.ts'
import type { FileState } from './state.ts'
import { TEXT_MAX, textOrNull } from './text.ts'
import { unifiedDiff } from './unified.ts'

/** How much old content is fetched from the repository in all, in bytes. */
const FETCHED_MAX = 16 * 1024 * 1024

/** The files that have changed since the snapshot. */
export async function changedFiles(
  place: Place,
  before: Snapshot,
  deadline: number,
): Promise<Pick<RunEvidence, 'files' | 'filesTruncated' | 'filesTotal'>> {
  const now = scanAgain(place, before, deadline)
  const candidates = compare(before, now)
  const texts = await fetch(before, candidates, deadline)
  const reader = new FileReader(before.algorithm)
  const list = new ChangedFiles(!before.scan.complete || !now.complete)
  for (const candidate of candidates) {
    const isLate = performance.now() > deadline
    if (isLate) list.noMoreDiffs()
    const { path, is } = candidate
    const isRead = !isLate && is?.kind === 'file' && !is.ignored
    const content = isRead ? reader.read(bytesOf(place.workDir, path)) : null
    if (isAsBefore(before, candidate, content)) continue
    if (list.isFull) list.count()
    else list.add(await describe(candidate, texts.get(path) ?? null, content, before))
  }
  return list.told
}

/**
 * Whether a file that looks changed has the same content: it was touched, rewritten, or moved away
 * and back.
 */
function isAsBefore(before: Snapshot, { path, was, is }: Candidate, content: Content | null) {
  if (!was || !is || was.kind !== is.kind || modeOf(was) !== modeOf(is)) return false
  if (is.kind === 'link') return was.target === is.target
  return isSameContent(before, path, content)
}

function isSameContent({ digests }: Snapshot, path: RawPath, content: Content | null) {
  return content !== null && digests.get(path) === content.digest
}

async function describe(
  { path, change, was, is }: Candidate,
  text: Buffer | null,
  content: Content | null,
  before: Snapshot,
): Promise<ChangedFile> {
  const bytes = Buffer.from(path, 'latin1')
  const isFolder = (is ?? was)?.kind === 'folder'
  const shown = `${bytes}${isFolder ? '/' : ''}`
  const isFiles = (was ?? is)?.kind === 'file' && (is ?? was)?.kind === 'file'
  return {
    path: shown,
    pathBytes: isUtf8(bytes) ? null : bytes.toString('base64'),
    change,
    size: (is ?? was)?.size ?? 0,
    diff: isFiles && !MAY_HOLD_KEYS.test(path) ? await diffOf() : null,
    mode: modes(was, is),
    kind: isFiles ? null : { before: was?.kind ?? null, after: is?.kind ?? null },
    target: targets(was, is),
    ignored: (is ?? was)?.ignored ?? false,
  }

  async function diffOf(): Promise<string | null> {
    if (change === 'modified' && isSameContent(before, path, content)) return ''
    const after = content?.text ?? null
    const isKnown = (change === 'created' || text) && (change === 'deleted' || after)
    return isKnown ? await unifiedDiff(shown, text, after) : null
  }
}

/** Files that may hold addresses with passwords, or headers with tokens. */
const MAY_HOLD_KEYS = /(?:^|\/)\.git\/config/

const modeOf = ({ mode }: FileState) => (mode & 0o7777).toString(8).padStart(3, '0')

/** The change of mode; a link has no mode of its own. */
function modes(was: FileState | null, is: FileState | null): ChangedFile['mode'] {
  if (!is || is.kind === 'link') return null
  const isNotable = was && was.kind !== 'link' ? modeOf(was) !== modeOf(is) : isExecutable(is)
  return isNotable
    ? { before: was && was.kind !== 'link' ? modeOf(was) : null, after: modeOf(is) }
    : null
}

const isExecutable = ({ kind, mode }: FileState) => kind === 'file' && (mode & 0o6111) !== 0

function targets(was: FileState | null, is: FileState | null): ChangedFile['target'] {
  if (was?.kind !== 'link' && is?.kind !== 'link') return null
  return { before: targetOf(was), after: targetOf(is) }
}

function targetOf(state: FileState | null): string | null {
  return state?.target ? Buffer.from(state.target, 'latin1').toString() : null
}

/** The old contents of the files: those kept in memory, otherwise those in the repository. */
async function fetch(
  { repository, texts, digests, algorithm }: Snapshot,
  candidates: Candidate[],
  deadline: number,
): Promise<Map<RawPath, Buffer>> {
  const found = new Map<RawPath, Buffer>()
  const wanted = new Map<RawPath, string>()
  let room = FETCHED_MAX
  for (const { path, was } of candidates) {
    const text = texts.get(path)
    const digest = digests.get(path)
    if (text) found.set(path, text)
    else if (digest && was && was.size <= Math.min(TEXT_MAX, room)) {
      wanted.set(path, digest)
      room -= was.size
    }
  }
  if (!repository) return found
  const blobs = await readBlobs(repository, [...new Set(wanted.values())], algorithm, deadline)
  for (const [path, digest] of wanted) {
    const text = textOrNull(blobs.get(digest) ?? null)
    if (text) found.set(path, text)
  }
  return found
}
