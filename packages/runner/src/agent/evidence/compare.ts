import type { ChangedFile } from '@mission-control/protocol'
import type { RawPath } from './raw-path.ts'
import type { Scan } from './scan.ts'
import type { Snapshot } from './snapshot.ts'
import type { FileState } from './state.ts'

/** A file that looks as if it had changed. */
export interface Candidate {
  path: RawPath
  change: ChangedFile['change']
  was: FileState | null
  is: FileState | null
}

/** The files to look into: those that existed before come first, ignored ones last. Pure. */
export function compare(before: Pick<Snapshot, 'at' | 'scan'>, now: Scan): Candidate[] {
  const candidates: Candidate[] = []
  for (const [path, found] of now.files) {
    const was = before.scan.files.get(path) ?? null
    // If a folder took a file's place, tell what is in the folder instead.
    const is = was && was.kind !== 'folder' && found?.kind === 'folder' ? null : found
    const change = changeOf(was, is, before)
    if (change && !isWithinTold(path, before, now)) candidates.push({ path, change, was, is })
  }
  return candidates.sort((a, b) => rankOf(a) - rankOf(b) || (a.path < b.path ? -1 : 1))
}

function rankOf({ change, was, is }: Candidate): number {
  return ((is ?? was)?.ignored ? 2 : 0) + (change === 'created' ? 1 : 0)
}

/** An ignored folder that appeared or went is listed itself, without what is in it. */
function isWithinTold(path: RawPath, before: Pick<Snapshot, 'scan'>, now: Scan): boolean {
  const root = now.ignoredRoots.get(path) ?? before.scan.ignoredRoots.get(path)
  return root !== undefined && !(before.scan.files.get(root) && now.files.get(root))
}

function changeOf(
  was: FileState | null,
  is: FileState | null,
  before: Pick<Snapshot, 'at' | 'scan'>,
): Candidate['change'] | null {
  if (!is) return was && 'deleted'
  if (was) return isSame(was, is) ? null : 'modified'
  const { complete, ignoredComplete } = before.scan
  if (is.ignored ? complete && ignoredComplete : complete) return 'created'
  // It may have been there before, among the files that weren't looked at.
  if (is.ctimeMs < before.at) return null
  return is.birthtimeMs < before.at ? 'modified' : 'created'
}

/** For a folder, which changes with every file in it: whether it is still the same folder. */
function isSame(was: FileState, is: FileState): boolean {
  if (was.kind !== is.kind || was.ino !== is.ino) return false
  if (was.kind === 'folder') return was.mode === is.mode && beganTogether(was, is)
  // The system's own time of a change, which no program can set.
  return was.ctimeMs === is.ctimeMs && was.size === is.size
}

/**
 * A folder that is removed and made anew often gets the number of the old one. Where a file system
 * doesn't keep when a file began, the time of its last change stands there, and nothing is known.
 */
function beganTogether(was: FileState, is: FileState): boolean {
  const isKnown = [was, is].some(({ birthtimeMs, ctimeMs }) => birthtimeMs !== ctimeMs)
  return !isKnown || was.birthtimeMs === is.birthtimeMs
}
