import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { descriptorLimit, hasRoom, placesWithin } from '../src/descriptors.ts'
import { KeptRun } from '../src/keeper/kept-run.ts'
import type { Pipes } from '../src/keeper/pipes.ts'
import { RunFile, runsFolder } from '../src/run-file.ts'
import { startRunner } from '../src/runner.ts'
import { Desktop } from './setup/desktop.ts'
import { temporaryFolder } from './setup/folder.ts'
import { until } from './setup/until.ts'

test('no more runs go on at a time than there are descriptors for, and one at least', () => {
  for (const [descriptors, places] of [
    [1024, 192],
    [128, 12],
    [20, 1],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ] as const) {
    assert.equal(placesWithin(descriptors), places)
    assert.ok(hasRoom(descriptors, Math.min(places, 1e9) - 1, 0))
    if (places < 1e9) assert.ok(!hasRoom(descriptors, places, 0))
  }
  assert.ok(hasRoom(128, 0, 29))
  assert.ok(!hasRoom(128, 0, 30))
  const line = (soft: string) => `Limit  Soft\nMax open files            ${soft}    4096    files\n`
  assert.equal(descriptorLimit(line('128')), 128)
  assert.equal(descriptorLimit(line('unlimited')), Number.POSITIVE_INFINITY)
})

test('a start of the runner that is refused leaves nothing open', (t) => {
  const before = process.cwd()
  t.after(() => process.chdir(before))
  const dir = temporaryFolder(t)
  const taken = join(dir, 'taken')
  writeFileSync(taken, '')
  const unsaid = () => undefined
  const log = { info: unsaid, warn: unsaid, error: unsaid }
  const options = { dir, serverUrl: 'http://127.0.0.1:1', credential: 'c', workDir: taken, log }
  assert.throws(() => startRunner(options), /EEXIST|ENOTDIR/)
  assert.ok(existsSync(join(dir, 'journal')))
  const open = readdirSync('/proc/self/fd').map((fd) => placeOf(`/proc/self/fd/${fd}`))
  assert.deepEqual(
    open.filter((path) => path.startsWith(dir)),
    [],
  )
})

/** Where it leads; the descriptor that listed them is gone by now. */
function placeOf(link: string): string {
  return existsSync(link) ? readlinkSync(link) : ''
}

for (const code of ['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM', 'EIO']) {
  test(`a start that fails with ${code} before anything was started ${code === 'EIO' ? 'ends the run' : 'leaves nothing, so that it may be tried again'}`, (t) => {
    const dir = temporaryFolder(t)
    mkdirSync(runsFolder(dir))
    const file = new RunFile(dir, 'run')
    file.claim()
    const heard: string[] = []
    const say = (word: string) => () => void heard.push(word)
    const pipes = {
      takePair() {
        throw Object.assign(new Error(code), { code })
      },
    } as unknown as Pipes
    const request = { type: 'start', runId: 'run', command: 'true', cwd: dir, env: {} } as const
    const run = new KeptRun(
      { ...request, outputLimit: 1024 },
      {
        file,
        pipes,
        readBuffer: Buffer.alloc(1),
        changed: say('changed'),
        stop: say('stop'),
        unstarted: say('unstarted'),
        gone: say('gone'),
      },
    )
    run.start()
    const isOver = code === 'EIO'
    assert.deepEqual(heard, isOver ? ['changed', 'gone'] : ['unstarted'])
    assert.equal(file.exists(), isOver)
  })
}

test('80 tasks at 128 descriptors run, a few at a time', async (t) => {
  const desktop = await Desktop.start(t, { concurrency: 80 }, 128)
  const { server } = desktop
  const names = Array.from({ length: 80 }, (_, n) => `run${n}`)
  for (const name of names) server.start(name, 'echo here; sleep 0.05')
  for (const name of names) {
    const { end, stdout } = await server.ended(name)
    assert.deepEqual([end?.end, `${stdout}`], [{ kind: 'exited', exitCode: 0 }, 'here\n'], name)
  }
  assert.match(desktop.printed, /limit of open files/)
})

test('where the keeper has no descriptors left runs wait, are started once, and can be cancelled', async (t) => {
  const desktop = await Desktop.start(t, {}, 100)
  const { server, dir } = desktop
  const names = Array.from({ length: 20 }, (_, n) => `run${n}`)
  // What goes on in the background holds two pipes of the keeper.
  for (const name of names) server.start(name, 'echo start >> starts; sleep 1000 &')
  await until(() => desktop.printed.includes('too little to start one'))
  const isOver = (name: string) => server.run(name).end !== null
  await until(() => names.filter(isOver).length === 16)
  server.send({ type: 'cancel', runId: names[19]! })
  assert.equal((await server.ended(names[19]!)).end?.end.kind, 'signaled')
  for (const name of names.slice(0, 19)) {
    assert.deepEqual((await server.ended(name)).end?.end, { kind: 'exited', exitCode: 0 }, name)
    for (const pid of desktop.processesOf(name)) process.kill(pid, 'SIGKILL')
  }
  assert.equal(readFileSync(join(dir, 'work/starts'), 'utf8'), 'start\n'.repeat(19))
})
