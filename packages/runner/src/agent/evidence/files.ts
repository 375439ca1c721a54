import { type ChangedFile, EVIDENCE_MAX, type RunEvidence } from '@mission-control/protocol'
import { type Candidate, compare, maySameContent } from './compare.ts'
import { readBlobs } from './repository.ts'
import { bytesOf } from './scan.ts'
import { type Place, type Snapshot, scanAgain } from './snapshot.ts'
import { readText, TEXT_MAX, textOrNull } from './text.ts'
import { unifiedDiff } from './unified.ts'

/** What was in files, fetched from the repository, all together, in bytes. */
const FETCHED_MAX = 16 * 1024 * 1024
/** All diffs together, and all that is told of files beside them, in bytes of JSON. */
const DIFFS_MAX = 1024 * 1024
const REST_MAX = 512 * 1024

/** The files that have changed since the snapshot. */
export async function changedFiles(
  place: Place,
  before: Snapshot,
  deadline: number,
): Promise<Pick<RunEvidence, 'files' | 'filesTruncated'>> {
  const now = await scanAgain(place, before, deadline)
  const candidates = compare(before, now)
  const blobs = await fetch(place, before, candidates, deadline)
  const list = new List(!before.scan.complete || !now.complete)
  for (const candidate of candidates) {
    if (list.full) break
    if (performance.now() > deadline) list.noMoreDiffs()
    const blob = before.blobs.get(candidate.path)
    const was = before.texts.get(candidate.path) ?? (blob ? blobs.get(blob) : undefined) ?? null
    const file = describe(place, candidate, was, list.takesDiffs)
    if (file) list.add(file)
  }
  return { files: list.files, filesTruncated: list.truncated }
}

/** Null when it turns out not to have changed. */
function describe(
  { workDir }: Place,
  candidate: Candidate,
  was: Buffer | null,
  withDiff: boolean,
): ChangedFile | null {
  const { change, path } = candidate
  const is = candidate.is?.isLink === false ? readText(bytesOf(workDir, path)) : null
  if (change === 'modified' && (was && is ? was.equals(is) : maySameContent(candidate))) return null
  const known = (change === 'created' || was) && (change === 'deleted' || is)
  const shown = Buffer.from(path, 'latin1').toString()
  return {
    path: shown,
    change,
    size: (candidate.is ?? candidate.was)?.size ?? 0,
    diff: known && withDiff ? unifiedDiff(shown, was, is) : null,
  }
}

async function fetch(
  place: Place,
  before: Snapshot,
  candidates: Candidate[],
  deadline: number,
): Promise<Map<string, Buffer>> {
  const sizes = new Map<string, number>()
  let room = FETCHED_MAX
  for (const { path, was } of candidates) {
    const blob = before.blobs.get(path)
    if (!blob || !was || was.isLink || was.size > Math.min(TEXT_MAX, room)) continue
    sizes.set(blob, was.size)
    room -= was.size
  }
  const blobs = await readBlobs(place.workDir, [...sizes.keys()], deadline)
  for (const [blob, content] of blobs) {
    // What a filter of the repository has written otherwise wasn't in the file.
    const usable = content.length === sizes.get(blob) && textOrNull(content)
    if (!usable) blobs.delete(blob)
  }
  return blobs
}

/** The files that are told of, as many as there is room for. */
class List {
  readonly files: ChangedFile[] = []
  truncated: boolean
  full = false
  takesDiffs = true
  #diffs = 0
  #rest = 0

  constructor(truncated: boolean) {
    this.truncated = truncated
  }

  add(file: ChangedFile): void {
    const rest = lengthOf({ ...file, diff: null })
    const diff = lengthOf(file.diff)
    this.full = this.files.length === EVIDENCE_MAX.files || this.#rest + rest > REST_MAX
    this.truncated ||= this.full
    if (this.full) return
    if (this.#diffs + diff > DIFFS_MAX) this.noMoreDiffs()
    this.files.push(this.takesDiffs ? file : { ...file, diff: null })
    this.#rest += rest
    this.#diffs += diff
  }

  noMoreDiffs(): void {
    this.takesDiffs = false
    this.truncated = true
  }
}

const lengthOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))
