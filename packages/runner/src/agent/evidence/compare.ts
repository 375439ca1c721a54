import type { ChangedFile } from '@mission-control/protocol'
import type { FileState, RawPath, Scan } from './scan.ts'
import type { Snapshot } from './snapshot.ts'

/** A file that looks as if it had changed. */
export interface Candidate {
  path: RawPath
  change: ChangedFile['change']
  was: FileState | null
  is: FileState | null
}

/** What has to be looked into, in the order of the paths. Pure. */
export function compare(before: Snapshot, now: Scan): Candidate[] {
  const candidates: Candidate[] = []
  for (const [path, is] of now.files) {
    const was = before.scan.files.get(path) ?? null
    const change = changeOf(was, is, before)
    if (change) candidates.push({ path, change, was, is })
  }
  return candidates.sort((a, b) => (a.path < b.path ? -1 : 1))
}

function changeOf(
  was: FileState | null,
  is: FileState | null,
  before: Snapshot,
): Candidate['change'] | null {
  if (!is) return was && 'deleted'
  // The system's own time of a change, which no program can set.
  if (was) return is.ctimeMs === was.ctimeMs && is.size === was.size ? null : 'modified'
  if (before.scan.complete) return 'created'
  // It may be one of those that weren't looked at.
  if (is.ctimeMs < before.at) return null
  return is.birthtimeMs < before.at ? 'modified' : 'created'
}

/** Whether two states that differ may still be of the same content: a rename back, a chmod. */
export function maySameContent({ was, is }: Candidate): boolean {
  return was?.size === is?.size && was?.mtimeMs === is?.mtimeMs && was?.ino === is?.ino
}
