import { execFile } from 'node:child_process'
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGzip } from 'node:zlib'
import { addedFolder, type Platform, putRuntime } from '@mission-control/server/runtimes'
import { StartError } from '@mission-control/server/start-error'
import { print } from '../print.ts'
import { dataDirectory } from './data-directory.ts'
import { download } from './download.ts'
import { isNewEnough, platformOf, versionOf } from './node-program.ts'

const PROGRAM_MOST = 1024 ** 3

/** Adds a Node for machines of a kind: that of a file, else this version's from Node's site. */
export async function addRuntime(platform: Platform, path: string | undefined): Promise<void> {
  const dataDir = dataDirectory()
  mkdirSync(addedFolder(dataDir), { recursive: true, mode: 0o700 })
  const own = mkdtempSync(join(addedFolder(dataDir), '.new-'))
  try {
    const archive = join(own, 'archive')
    if (path === undefined) await download(platform, archive)
    const program = await programIn(path === undefined ? archive : resolve(path))
    const version = checked(program, platform, path ?? 'What came')
    const finished = join(own, 'node.gz')
    await pipeline(Readable.from([program]), createGzip(), createWriteStream(finished))
    putRuntime(dataDir, platform, version, finished)
    print(`Machines of the kind ${platform} get Node ${version} from now on.`)
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}

/** A file is Node itself, or an archive as Node's site has them. */
async function programIn(file: string): Promise<Buffer> {
  if ((await beginningOf(file)) === '\x7fELF') return readFileSync(file)
  const run = promisify(execFile)
  try {
    const { stdout } = await run('tar', ['-tf', file], { maxBuffer: PROGRAM_MOST })
    const member = stdout.split('\n').find((name) => /(^|\/)bin\/node$/.test(name))
    if (member === undefined) throw new Error('it holds no bin/node')
    const options = { maxBuffer: PROGRAM_MOST, encoding: 'buffer' } as const
    return (await run('tar', ['-xOf', file, member], options)).stdout
  } catch (error) {
    const why = (
      (error as { stderr?: Buffer | string }).stderr || (error as Error).message
    ).toString()
    throw new StartError(
      `${file} is neither Node nor an archive with bin/node in it, such as node-v24.9.0-linux-arm64.tar.gz: ${why.trim()}`,
    )
  }
}

async function beginningOf(file: string): Promise<string> {
  try {
    for await (const chunk of createReadStream(file, { end: 3, encoding: 'latin1' })) return chunk
    return ''
  } catch (error) {
    throw new StartError(`${file} can't be read: ${(error as Error).message}`)
  }
}

/** The version, of what machines of this kind can run. */
function checked(program: Buffer, platform: Platform, what: string): string {
  const found = platformOf(program)
  if (found !== platform) {
    throw new StartError(
      `${what} is no program for ${platform}: it is ${found ? `one for ${found}` : 'for another kind of machine'}.`,
    )
  }
  const version = versionOf(program)
  if (version === undefined)
    throw new StartError(`${what} doesn't say its version: it is not Node.`)
  if (!isNewEnough(version)) {
    throw new StartError(`${what} is Node ${version}: runners need 24.9 or newer.`)
  }
  return version
}
