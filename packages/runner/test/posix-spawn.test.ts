import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { loadPosixSpawn, type PosixSpawn } from '../src/keeper/posix-spawn.ts'

/** What a command can notice of how it was started; `$$` is the shell that was asked for. */
const SURROUNDINGS = `
  [ "$(cut -d' ' -f5 /proc/$$/stat)" = $$ ] && echo leads its group
  [ "$(cut -d' ' -f6 /proc/$$/stat)" = $$ ] && echo leads its session
  tr '\\0' '|' < /proc/$$/cmdline; echo; tr '\\0' '|' < /proc/$$/environ; echo
  ls /proc/$$/fd; readlink /proc/$$/fd/0; pwd; ulimit -a; umask
  echo and this is an error >>/dev/stderr
  cat; exit 3`
const SIGNALS = ['TERM', 'KILL', 'ABRT', 'SEGV', 'PIPE', 'IO', 'USR1']

let posix: PosixSpawn
let dir: string
// The signal that a child has ended keeps no process waiting for it; a keeper has its socket for that.
const alive = setInterval(() => undefined, 1_000)

before(async () => {
  posix = await loadPosixSpawn()
  dir = mkdtempSync(join(tmpdir(), 'mission-control-spawn-'))
})
after(() => {
  clearInterval(alive)
  rmSync(dir, { recursive: true })
})

for (const [what, command] of [
  ['surroundings and exit code', SURROUNDINGS],
  // Of itself: a shell blocks signals while it starts something.
  ['signals', "exec grep -E '^Sig(Blk|Ign)' /proc/self/status"],
  ...SIGNALS.map((name) => [`end by ${name}`, `kill -${name} $$; sleep 60`] as const),
] as const) {
  test(`a command can't tell posix_spawn from Node's spawn: ${what}`, async () => {
    const [ours, nodes] = await Promise.all([byPosix(command), byNode(command)])
    assert.deepEqual(ours, nodes)
  })
}

test('what the system refuses is said by its code, and no process is left', async () => {
  const refused = (changes: object) => () =>
    posix.spawn(programOf('true', 1, changes), () => assert.fail())
  assert.throws(refused({ cwd: join(dir, 'missing') }), { code: 'ENOENT' })
  assert.throws(refused({ args: ['-c', `: ${'x'.repeat(200_000)}`] }), { code: 'E2BIG' })
  assert.throws(refused({ file: dir }), { code: 'EACCES' })
})

test('many at once each have their own end', async () => {
  const codes = Array.from({ length: 40 }, (_, i) => i)
  const ends = await Promise.all(codes.map(async (code) => (await byPosix(`exit ${code}`)).code))
  assert.deepEqual(ends, codes)
})

const ENV = { PATH: process.env.PATH ?? '', ONE: '1 =x', EMPTY: '' }

function programOf(command: string, output: number, changes: object = {}) {
  const args = ['-c', command]
  return { file: '/bin/sh', args, cwd: dir, env: ENV, stdout: output, stderr: output, ...changes }
}

interface End {
  code: number | null
  signal: string | null
  printed: string
}

async function byPosix(command: string): Promise<End> {
  return await ended((output, exited) => {
    posix.spawn(programOf(command, output), exited)
  })
}

async function byNode(command: string): Promise<End> {
  return await ended((output, exited) => {
    const stdio = ['ignore' as const, output, output]
    const child = spawn('/bin/sh', ['-c', command], { cwd: dir, env: ENV, detached: true, stdio })
    child.on('exit', exited)
  })
}

type Exited = (code: number | null, signal: NodeJS.Signals | null) => void

async function ended(start: (output: number, exited: Exited) => void): Promise<End> {
  const path = join(dir, crypto.randomUUID())
  const output = openSync(path, 'a')
  const { promise, resolve } = Promise.withResolvers<Omit<End, 'printed'>>()
  start(output, (code, signal) => resolve({ code, signal }))
  closeSync(output)
  return { ...(await promise), printed: readFileSync(path, 'utf8') }
}
