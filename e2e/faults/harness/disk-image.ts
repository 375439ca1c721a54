import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Random } from './random.ts'

/** As `native/disk.c` writes them: write, truncate, sync, unlink, rename. */
interface DiskRecord {
  kind: 'w' | 't' | 's' | 'u' | 'r'
  path: string
  /** Where the bytes go; of a truncation, the new length. */
  offset: number
  data: Buffer
  /** Where the record ends in the log. */
  end: number
}

const HEAD = 24

export function readRecords(log: string): DiskRecord[] {
  const bytes = readFileSync(log)
  const records: DiskRecord[] = []
  for (let at = 0; at + HEAD <= bytes.length; ) {
    const pathLength = bytes.readUInt32LE(at + 4)
    const length = Number(bytes.readBigUInt64LE(at + 16))
    const from = at + HEAD + pathLength
    const end = from + length
    if (end > bytes.length) break // The process was killed in the middle of it.
    records.push({
      kind: String.fromCharCode(bytes.readUInt32LE(at)) as DiskRecord['kind'],
      path: bytes.toString('utf8', at + HEAD, from),
      offset: Number(bytes.readBigInt64LE(at + 8)),
      data: bytes.subarray(from, end),
      end,
    })
    at = end
  }
  return records
}

interface Image {
  content: Buffer
  /** What was written since the last sync. */
  unsynced: DiskRecord[]
}

/**
 * Writes what a disk could hold if the power had gone after these records: of each file what was synced,
 * and of what wasn't either nothing or, at random, some writes whole, some in part and some not at
 * all. Names are taken to be durable at once, as they are with a file's own sync on ext4.
 */
export function writeImage(
  records: readonly DiskRecord[],
  from: string,
  to: string,
  random: Random,
): void {
  const files = new Map<string, Image>()
  const fileAt = (path: string) => {
    const known = files.get(path) ?? { content: Buffer.alloc(0), unsynced: [] }
    files.set(path, known)
    return known
  }
  for (const record of records) {
    const { kind, path } = record
    if (kind === 'u') files.delete(path)
    else if (kind === 'r') {
      files.set(path, fileAt(record.data.toString()))
      files.delete(record.data.toString())
    } else if (kind === 's') {
      const file = fileAt(path)
      for (const each of file.unsynced) apply(file, each)
      file.unsynced = []
    } else fileAt(path).unsynced.push(record)
  }
  const keepSome = random.chance(0.5)
  for (const [path, file] of files) {
    if (isMapped(path)) continue
    for (const each of keepSome ? file.unsynced : []) {
      if (random.chance(0.5)) apply(file, random.chance(0.3) ? torn(each, random) : each)
    }
    const target = join(to, relative(from, path))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, file.content)
  }
}

/** SQLite's index of the log is made anew where it is missing. */
const isMapped = (path: string) => path.endsWith('-shm')

const SECTOR = 512

function torn(record: DiskRecord, random: Random): DiskRecord {
  const sectors = Math.ceil(record.data.length / SECTOR)
  return { ...record, data: record.data.subarray(0, random.between(0, sectors) * SECTOR) }
}

function apply(file: Image, { kind, offset, data }: DiskRecord): void {
  const size = kind === 't' ? offset : Math.max(file.content.length, offset + data.length)
  if (size !== file.content.length) {
    const resized = Buffer.alloc(size)
    file.content.copy(resized, 0, 0, Math.min(size, file.content.length))
    file.content = resized
  }
  if (kind === 'w') data.copy(file.content, offset)
}
