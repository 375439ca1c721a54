import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { readProcess } from '../../src/process-identity.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { until } from '../setup/until.ts'
import { told, Watched } from '../setup/watched.ts'

for (const source of ['git', 'manifest'] as const) {
  test(`${source}: names with line breaks, quotes, and what is no UTF-8`, async (t) => {
    const place = new Watched(t, { 'a\n"b"\\': '1\n', 'ü 😀': '1\n' })
    const latin1 = Buffer.concat([Buffer.from(`${place.dir}/`), Buffer.of(0x65, 0xe9)])
    writeFileSync(latin1, '1\n')
    if (source === 'git') place.commitAll()
    const evidence = await place.during(() => {
      place.write({ 'a\n"b"\\': '2\n', 'ü 😀': '2\n', '\t': '' })
      writeFileSync(latin1, '2\n')
    })
    assert.equal(evidence.source, source)
    const names = ['modified a\n"b"\\', 'modified e\u{fffd}', 'modified ü 😀', 'created \t']
    assert.deepEqual(told(evidence), names)
    const exact = evidence.files!.map(({ pathBytes }) => pathBytes)
    assert.deepEqual(exact, [null, Buffer.of(0x65, 0xe9).toString('base64'), null, null])
    assert.match(
      evidence.files![0]!.diff!,
      /^--- "a\/a\\n\\"b\\"\\\\"\n\+\+\+ .*\n@@ .*\n-1\n\+2\n$/,
    )
    assert.match(evidence.files![1]!.diff!, /-1\n\+2\n$/)
  })

  test(`${source}: pipes, sockets, links, and a file of 1 GB are no trouble`, async (t) => {
    const outside = temporaryFolder(t)
    const place = new Watched(t, { huge: '' })
    truncateSync(place.at('huge'), 2 ** 30)
    const make = (suffix: string) => {
      execFileSync('mkfifo', [place.at(`pipe${suffix}`)])
      symlinkSync(outside, place.at(`link${suffix}`))
      symlinkSync('.', place.at(`loop${suffix}`))
    }
    make('')
    if (source === 'git') place.git('init', '--quiet')
    const server = createServer().listen(place.at('socket'))
    await once(server, 'listening')
    t.after(() => server.close())
    const evidence = await place.during(() => {
      make('-2')
      writeFileSync(join(outside, 'not-ours'), '')
      truncateSync(place.at('huge'), 2 ** 30 + 1)
      rmSync(place.at('loop'))
    })
    assert.deepEqual(told(evidence), [
      'modified huge',
      'deleted loop',
      'created link-2',
      'created loop-2',
      'created pipe-2',
    ])
    assert.ok(evidence.files!.every(({ diff }) => diff === null))
    assert.equal(evidence.files![0]!.size, 2 ** 30 + 1)
  })

  test(`${source}: a file that becomes a folder, a pipe or a link is a deleted one, or another`, async (t) => {
    const place = new Watched(t, { a: 'a', b: 'b', c: 'c' })
    if (source === 'git') place.commitAll()
    const evidence = await place.during(() => {
      for (const name of ['a', 'b', 'c']) rmSync(place.at(name))
      place.write({ 'a/in': 'a' })
      execFileSync('mkfifo', [place.at('b')])
      symlinkSync('/etc/passwd', place.at('c'))
    })
    assert.deepEqual(told(evidence), ['deleted a', 'modified b', 'modified c', 'created a/in'])
    assert.deepEqual(evidence.files![2]!.target, { before: null, after: '/etc/passwd' })
  })

  test(`${source}: files that come and go while they are looked at`, async (t) => {
    const place = new Watched(t, { steady: '1' })
    if (source === 'git') place.git('init', '--quiet')
    const flicker = `
      const { mkdirSync, rmSync, writeFileSync } = require('node:fs')
      const { parentPort, workerData } = require('node:worker_threads')
      for (let at = 0; ; at++) {
        const dir = workerData + '/d' + (at % 50)
        mkdirSync(dir, { recursive: true })
        writeFileSync(dir + '/f', 'x'.repeat(at % 1000))
        rmSync(workerData + '/d' + ((at * 7) % 50), { recursive: true, force: true })
        if (at === 100) parentPort.postMessage('begun')
      }`
    const worker = new Worker(flicker, { eval: true, workerData: place.dir })
    await once(worker, 'message')
    for (let times = 0; times < 20; times++) {
      const evidence = await place.during(() => place.write({ steady: `${times} again` }))
      assert.equal(evidence.problem, null)
      assert.ok(told(evidence)?.includes('modified steady'))
    }
    await worker.terminate()
  })
}

const { PATH } = process.env

/** Puts a program in git's place for the time of the test. */
function fakeGit(t: TestContext, script: string): string {
  const bin = temporaryFolder(t)
  writeFileSync(join(bin, 'git'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  process.env.PATH = `${bin}:${PATH}`
  t.after(() => {
    process.env.PATH = PATH
  })
  return bin
}

test('a git that hangs, with what it has started, is given up, and is not needed to know what changed', async (t) => {
  const place = new Watched(t, { a: '1' })
  place.git('init', '--quiet')
  const bin = fakeGit(t, 'echo $$ >> "$(dirname "$0")/pids"; sleep 1000 | sleep 1000')
  const evidence = await place.during(() => place.write({ a: '2' }))
  assert.deepEqual([evidence.source, told(evidence)], ['git', ['modified a']])
  const [pid] = readFileSync(join(bin, 'pids'), 'utf8').split('\n')
  await until(
    () => !groupsThere().includes(pid!),
    () => `something of git's group ${pid} is there`,
  )
})

/** The groups of all processes, but for those that have ended and wait to be asked how. */
function groupsThere(): string[] {
  const living = readdirSync('/proc').map((name) => readProcess(Number(name)))
  return living.flatMap((process) => (process && !process.zombie ? [`${process.group}`] : []))
}

test('a git that hangs only afterwards is not needed for what was small', async (t) => {
  const place = new Watched(t, { a: '1', b: '1' })
  place.commitAll()
  place.write({ b: 'not committed' })
  const evidence = await place.during(
    () => {
      fakeGit(t, 'sleep 1000')
      place.write({ a: '2', b: '2', c: 'new' })
    },
    { within: 2_000 },
  )
  assert.deepEqual(told(evidence), ['modified a', 'modified b', 'created c'])
  assert.match(evidence.files![1]!.diff!, /^-not committed$/m)
})

test('without git, or with one that fails, the rules of the working tree count all the same', async (t) => {
  const place = new Watched(t, { a: '1', '.gitignore': 'left-out' })
  place.commitAll()
  for (const script of ['exit 127', 'exit 128', 'yes']) {
    fakeGit(t, script)
    const evidence = await place.during(() => place.write({ a: script, 'left-out': script }))
    const [changed, leftOut] = told(evidence)!
    assert.deepEqual([evidence.source, evidence.problem, changed], ['git', null, 'modified a'])
    assert.match(leftOut!, /left-out \(ignored\)$/)
  }
})

test('a working directory that is gone at the end has lost what was in it', async (t) => {
  const place = new Watched(t, { a: '1' })
  const evidence = await place.during(() => rmSync(place.dir, { recursive: true }))
  assert.deepEqual(told(evidence), ['deleted a'])
  mkdirSync(place.dir)
})

test('folders deeper than a path can name, and locked ones, are told to be there, and stop nothing else', async (t) => {
  const place = new Watched(t, { 'locked/a': '1', z: '1' })
  const evidence = await place.during(() => {
    execFileSync('/bin/sh', ['-c', DEEP], { cwd: place.dir })
    place.write({ z: '2' })
    chmodSync(place.at('locked'), 0)
  })
  chmodSync(place.at('locked'), 0o755)
  assert.equal(evidence.filesTruncated, true)
  assert.ok(told(evidence)!.includes('modified z'))
  assert.ok(told(evidence)!.some((line) => /^created d{200}\/.*\/$/.test(line)))
  execFileSync('rm', ['-rf', place.at('d'.repeat(200))])
})

/** 30 × 200 characters: the end can only be reached step by step. */
const DEEP = `
  name=$(printf 'd%.0s' $(seq 200))
  for at in $(seq 30); do mkdir $name; cd -P $name; done
  echo hidden > hidden`
