import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { eachProcess } from '@mission-control/runner/each-process'
import { currentVersion, type Installation, versionFolder } from './installation.ts'

/** The script that machines join by: it fetches, checks and unpacks, here as there. */
const SCRIPT = join(import.meta.dirname, '../join/join.sh')
/** The script's exit code if the server couldn't be reached. */
const UNREACHABLE = 4
/** Waits between attempts to reach the server, in ms. */
const WAITS = [500, 1_000, 2_000, 4_000, 8_000, 16_000]

export interface Program {
  sha256: string
  size: number
}

/** The package could not be fetched, checked or unpacked; the message says why. */
class FetchError extends Error {
  override readonly name = 'FetchError'
}

/**
 * Puts a version of the program beside the one that runs, and resolves with the name of its folder once it is
 * on disk. Throws {@link FetchError}, and leaves nothing behind.
 */
export async function fetchVersion(
  { folder, own }: Installation,
  serverUrl: string,
  { sha256, size }: Program,
): Promise<string> {
  // A version with a Node of its own keeps it, and its mark in the name, as the script gives it.
  const name = sha256.slice(0, 12) + own.slice(12)
  removeOthers(folder, [own, currentVersion(folder), name])
  // The folder has kept what the way to the server needs.
  const where = ['--server', serverUrl, '--dir', folder]
  const command = [SCRIPT, '--program', sha256, `${size}`, name, ...where]
  for (const wait of [...WAITS, null]) {
    const child = spawn('sh', command, { stdio: ['ignore', 'ignore', 'pipe'] })
    const [words, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
    if (code === 0) {
      makeDurable(versionFolder(folder, name))
      return name
    }
    // If somebody killed the script, that says nothing about the package.
    const mayWork = code === UNREACHABLE || code === null
    if (!mayWork || wait === null) {
      throw new FetchError(words.trim().replace(/^mission-control: /, ''))
    }
    await sleep(wait)
  }
  throw new Error('unreachable')
}

/** A power cut after the version has become the current one must not take anything of it away. */
function makeDurable(path: string): void {
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() || entry.isDirectory()) sync(join(entry.parentPath, entry.name))
  }
  sync(path)
  sync(join(path, '..'))
}

function sync(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Removes versions that nobody needs: what runs from one, a keeper for instance, goes on needing it. */
function removeOthers(folder: string, kept: readonly string[]): void {
  const used = [...eachProcess((process) => readFileSync(`${process}/cmdline`, 'utf8'))]
  for (const name of readdirSync(join(folder, 'versions'))) {
    const path = versionFolder(folder, name)
    if (kept.includes(name) || used.some((line) => line.includes(`${path}/`))) continue
    rmSync(path, { recursive: true, force: true })
  }
}
