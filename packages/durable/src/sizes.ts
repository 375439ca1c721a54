import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** How many files are looked at, so that an answer doesn't take long. */
const MOST_FILES = 20_000
const MOST_NAMED = 4

export interface Part {
  name: string
  bytes: number
}

/** What lies in the folder, the largest first: its files, and its folders with all that is in them. */
export async function largestBelow(dir: string): Promise<Part[]> {
  const budget = { left: MOST_FILES }
  const parts = []
  for (const name of await namesIn(dir)) {
    parts.push({ name, bytes: await sizeOf(join(dir, name), budget) })
  }
  return parts.sort((one, other) => other.bytes - one.bytes)
}

/** A sentence that names the largest of them. */
export function inWords(parts: Part[]): string {
  const large = parts.filter(({ bytes }) => bytes > 0).slice(0, MOST_NAMED)
  if (large.length === 0) return 'Nothing in it takes room to speak of.'
  const each = large.map(({ name, bytes }) => `${name} (${sizeInWords(bytes)})`)
  return `What takes the most room in it: ${each.join(', ')}.`
}

export function sizeInWords(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  const unit = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1)
  const size = bytes / 1024 ** unit
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`
}

async function sizeOf(path: string, budget: { left: number }): Promise<number> {
  if (budget.left-- <= 0) return 0
  const entry = await lstat(path).catch(() => null)
  if (entry === null) return 0
  // By blocks: a file with holes takes less than its size.
  if (!entry.isDirectory()) return entry.blocks * 512
  let bytes = 0
  for (const name of await namesIn(path)) bytes += await sizeOf(join(path, name), budget)
  return bytes
}

/** Empty if the folder can't be read: the rest is told all the same. */
async function namesIn(path: string): Promise<string[]> {
  return await readdir(path).catch(() => [])
}
