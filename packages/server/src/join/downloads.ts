import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGzip } from 'node:zlib'
import { ownFolder } from '@mission-control/durable'
import { platformOf } from './platform.ts'
import { listRuntimes } from './runtimes.ts'

/** How the composition root makes the package of the program that runs: a command for the file's name. */
export type PackageCommand = (file: string) => string[]

export interface Download {
  file: string
  sha256: string
  /** Bytes. */
  size: number
}

/** Node for a kind of machine, compressed. */
export interface Runtime extends Download {
  /** For example `linux-x64`. */
  platform: string
  version: string
}

/** What a machine fetches to join. It is made when it is first needed, and kept in the data directory. */
export class Downloads {
  readonly #dataDir: string
  readonly #dir: string
  readonly #command: PackageCommand
  readonly #closing: AbortSignal
  #package: Promise<Download> | undefined
  #runtime: Promise<Runtime> | undefined
  /**
   * The runtimes that an operator added, by file, time of change and inode: a replaced file is read again.
   */
  readonly #added = new Map<string, Download>()

  constructor(dataDir: string, command: PackageCommand, closing: AbortSignal) {
    this.#dataDir = dataDir
    this.#dir = join(dataDir, 'join')
    this.#command = command
    this.#closing = closing
  }

  /** Makes every download that is not made yet. */
  async prepare(): Promise<void> {
    try {
      await Promise.all([this.package(), this.runtimes()])
    } catch (error) {
      // The server is stopping: nobody needs the downloads any more.
      if (!this.#closing.aborted) throw error
    }
  }

  /** The package of this server's own version. */
  package(): Promise<Download> {
    this.#package ??= this.#makePackage().catch((error) => {
      this.#package = undefined
      throw error
    })
    return this.#package
  }

  /** Node for each kind of machine that an operator has added, and for the kind that this server runs on. */
  async runtimes(): Promise<Runtime[]> {
    const added = await Promise.all(
      listRuntimes(this.#dataDir).map(async ({ file, platform, version }) => {
        const { mtimeMs, ino } = statSync(file)
        const key = `${file} ${mtimeMs} ${ino}`
        const known = this.#added.get(key) ?? (await described(file))
        this.#added.set(key, known)
        return { ...known, platform, version }
      }),
    )
    if (added.some(({ platform }) => platform === platformOf())) return added
    return [...added, await this.#ownRuntime()]
  }

  #ownRuntime(): Promise<Runtime> {
    this.#runtime ??= this.#makeRuntime().catch((error) => {
      this.#runtime = undefined
      throw error
    })
    return this.#runtime
  }

  async #makePackage(): Promise<Download> {
    const folder = this.#folder()
    // Remove what an interrupted attempt has left behind.
    for (const name of readdirSync(folder)) {
      if (name.startsWith('.package-')) rmSync(join(folder, name), { recursive: true })
    }
    const file = join(folder, 'package.tgz')
    const [program, ...args] = this.#command(file)
    await promisify(execFile)(program as string, args, { signal: this.#closing })
    return await described(file)
  }

  async #makeRuntime(): Promise<Runtime> {
    const { size, mtimeMs } = statSync(process.execPath)
    const name = `node-${process.version}-${platformOf()}-${size}-${Math.floor(mtimeMs)}.gz`
    const file = join(this.#folder(), name)
    if (!statSync(file, { throwIfNoEntry: false })) {
      const part = `${file}.part`
      await pipeline(createReadStream(process.execPath), createGzip(), createWriteStream(part), {
        signal: this.#closing,
      }).catch((error) => {
        rmSync(part, { force: true })
        throw error
      })
      renameSync(part, file)
    }
    return { ...(await described(file)), platform: platformOf(), version: process.version }
  }

  #folder(): string {
    mkdirSync(this.#dir, { recursive: true })
    ownFolder(this.#dir)
    return this.#dir
  }
}

async function described(file: string): Promise<Download> {
  const sum = createHash('sha256')
  await pipeline(createReadStream(file), sum)
  return { file, sha256: sum.digest('hex'), size: statSync(file).size }
}
