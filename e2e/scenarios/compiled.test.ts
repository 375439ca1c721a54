import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { test } from 'node:test'
import type { Scope } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const PROGRAMS = 'packages/package/dist'
const COMPILED = `${PROGRAMS}/one/lib/cli/main.js`
const SOURCES = 'packages/cli/src/main.ts'

/** In the place of Node: says what it is to run; what it compiles is empty, and nothing if `fails` is there. */
const NODE = `#!/bin/sh
case "$1" in
  -p) echo true ;;
  packages/web/build/main.ts) mkdir -p packages/web/dist && touch packages/web/dist/.built ;;
  packages/package/src/compile.ts)
    [ ! -e fails ] || exit 1
    mkdir -p ${PROGRAMS}/one/lib/cli
    touch ${COMPILED}
    echo one > ${PROGRAMS}/current ;;
  *) echo "$@" ;;
esac
`

/** A copy of the checkout whose Node is the one above. */
function checkout(t: Scope) {
  const dir = temporaryFolder(t)
  const filter = (path: string) => !/^(node_modules|dist|\.dist-.*)$/.test(basename(path))
  for (const part of ['scripts', 'packages', 'package.json', 'package-lock.json']) {
    cpSync(join(ROOT, part), join(dir, part), { recursive: true, preserveTimestamps: true, filter })
  }
  mkdirSync(join(dir, 'node_modules'))
  cpSync(join(dir, 'package-lock.json'), join(dir, 'node_modules/.installed-dev'))
  mkdirSync(join(dir, 'bin'))
  writeFileSync(join(dir, 'bin/node'), NODE, { mode: 0o755 })
  const env = { ...process.env, PATH: `${join(dir, 'bin')}:${process.env.PATH}` }
  /** What Node was told to run, and whether something was compiled before. */
  const run = (...args: string[]) => {
    const script = join(dir, 'scripts/run.sh')
    const { status, stdout, stderr } = spawnSync('sh', [script, ...args], { env, encoding: 'utf8' })
    assert.equal(status, 0, stderr)
    return { words: stdout.trim().split(' '), said: stderr }
  }
  return { dir, run, touch: (path: string) => utimesSync(join(dir, path), new Date(), new Date()) }
}

test('what runs for long is compiled where it is missing or older than what it is made of', (t) => {
  const { dir, run, touch } = checkout(t)
  const compiled = join(dir, COMPILED)
  const first = run('--max-semi-space-size=2', SOURCES, 'serve')
  assert.deepEqual(first.words, ['--max-semi-space-size=2', compiled, 'serve'])
  assert.match(first.said, /Compiling the program/)
  const runner = run(SOURCES, 'runner', '--dir', 'a folder')
  assert.deepEqual(runner, { words: [compiled, 'runner', '--dir', 'a', 'folder'], said: '' })
  for (const path of [SOURCES, 'packages/protocol/package.json', 'package-lock.json']) {
    touch(path)
    assert.match(run(SOURCES, 'runner').said, /Compiling/, path)
    assert.equal(run(SOURCES, 'runner').said, '', path)
  }
  rmSync(join(dir, 'packages/server/src/ids.ts'))
  assert.match(run(SOURCES, 'runner').said, /Compiling/)
  for (const path of ['packages/server/test', 'packages/web/src/main.tsx', 'scripts/run.sh']) {
    touch(path)
    assert.equal(run(SOURCES, 'runner').said, '', path)
  }
  rmSync(compiled)
  assert.match(run(SOURCES, 'runner').said, /Compiling/)
})

test('short commands run from the sources, and so does everything where compiling fails', (t) => {
  const { dir, run } = checkout(t)
  assert.deepEqual(run(SOURCES, 'tasks', 'list'), { words: [SOURCES, 'tasks', 'list'], said: '' })
  writeFileSync(join(dir, 'fails'), '')
  const { words, said } = run('--no-opt', SOURCES, 'serve')
  assert.deepEqual(words, ['--no-opt', SOURCES, 'serve'])
  assert.match(said, /The program could not be compiled; going on from its sources\.\n$/)
  // Sources that changed since are not served by what was compiled from those before.
  rmSync(join(dir, 'fails'))
  run(SOURCES, 'serve')
  writeFileSync(join(dir, 'fails'), '')
  assert.equal(readFileSync(join(dir, PROGRAMS, 'current'), 'utf8'), 'one\n')
  utimesSync(join(dir, SOURCES), new Date(), new Date())
  assert.deepEqual(run(SOURCES, 'serve').words, [SOURCES, 'serve'])
})
