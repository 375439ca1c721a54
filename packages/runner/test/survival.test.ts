import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { bootId } from '../src/desktop/boot-id.ts'
import { keeperStatus } from '../src/keeper-process.ts'
import { Desktop } from './setup/desktop.ts'
import { until } from './setup/until.ts'

/** Prints 300 numbered lines on each stream over about a second, then exits with 17. */
const COUNT = `i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo "€ $i"; echo "é $i" >&2; [ $((i % 10)) != 0 ] || sleep 0.03; done; exit 17`
const counted = (mark: string) =>
  Array.from({ length: 300 }, (_, i) => `${mark} ${i + 1}\n`).join('')

/** The journal's line of a run, as an earlier runner left it. */
function journalled(
  { dir, server }: Desktop,
  runId: string,
  dispatch: number,
  boot = bootId(dir),
): void {
  const line = {
    t: 'start',
    runId: server.idOf(runId),
    taskId: 't',
    desktopId: 'd',
    dispatch,
    command: 'touch again',
    outputLimit: 1000,
    at: 0,
    bootId: boot,
  }
  writeFileSync(join(dir, 'journal'), `${JSON.stringify(line)}\n`, { flag: 'a' })
}

test('after a cut connection the output goes on where the server is, each byte once', async (t) => {
  const { server } = await Desktop.start(t)
  server.start('run', COUNT)
  const over = () => server.run('run').ends > 0
  let cuts = 0
  while (cuts < 5 && !over()) {
    const { seq } = server.run('run').position
    await until(() => server.run('run').position.seq > seq || over())
    server.cut()
    await server.connected(++cuts + 1)
  }
  const run = await server.ended('run')
  assert.ok(cuts > 0)
  assert.equal(`${run.stdout}`, counted('€'))
  assert.equal(`${run.stderr}`, counted('é'))
})

test('an end that was not acknowledged comes again on the next connection, and then no more', async (t) => {
  const { server } = await Desktop.start(t)
  server.acknowledge = false
  server.start('run', 'echo hi')
  await server.ended('run')
  server.acknowledge = true
  server.cut()
  await until(() => server.run('run').ends === 2)
  server.cut()
  await server.connected(3)
  assert.deepEqual(server.hellos.at(-1)?.runs, [])
  assert.equal(`${server.run('run').stdout}`, 'hi\n')
})

test('a runner killed in the middle of a command is followed by one that misses nothing', async (t) => {
  const desktop = await Desktop.start(t)
  const { server } = desktop
  server.start('run', COUNT)
  for (let kills = 0; kills < 2; kills++) {
    const { seq } = server.run('run').position
    await until(() => server.run('run').position.seq > seq)
    await desktop.endRunner('SIGKILL')
    await desktop.startRunner()
    assert.deepEqual(server.hellos.at(-1)?.runs, [{ runId: 'run', dispatch: 1 }])
  }
  const run = await server.ended('run')
  assert.equal(`${run.stdout}`, counted('€'))
  assert.equal(`${run.stderr}`, counted('é'))
  assert.deepEqual(run.end?.end, { kind: 'exited', exitCode: 17 })
})

test('what ended while no runner was there is reported by the next one', async (t) => {
  const desktop = await Desktop.start(t)
  const { server, dir } = desktop
  server.start('run', 'while [ ! -e go ]; do sleep 0.01; done; echo late; exit 6')
  await until(() => server.run('run').heard.includes('started'))
  await desktop.endRunner('SIGKILL')
  assert.equal((await keeperStatus(dir))?.runs, 1)
  writeFileSync(join(dir, 'work/go'), '')
  await until(() => desktop.keeperPid() === 0)
  assert.equal(await keeperStatus(dir), null)
  await desktop.startRunner()
  const run = await server.ended('run')
  assert.equal(`${run.stdout}`, 'late\n')
  assert.deepEqual(run.end?.end, { kind: 'exited', exitCode: 6 })
})

test('a runner that is stopped says goodbye and leaves the command running', async (t) => {
  const desktop = await Desktop.start(t)
  const { server } = desktop
  server.start('run', 'sleep 1000')
  await until(() => server.run('run').heard.includes('started'))
  const runner = desktop.runner!
  await desktop.endRunner('SIGTERM')
  assert.equal(runner.exitCode, 0)
  await until(() => server.messages.at(-1)?.type === 'goodbye')
  assert.ok(desktop.processesOf('run').length > 0)
  await desktop.startRunner()
  server.send({ type: 'cancel', runId: 'run' })
  assert.deepEqual((await server.ended('run')).end?.end, { kind: 'signaled', signal: 'SIGTERM' })
})

test('runs that waited go on waiting under the next runner, in their order', async (t) => {
  const desktop = await Desktop.start(t, { concurrency: 1 })
  const { server, dir } = desktop
  for (const runId of ['a', 'b', 'c']) {
    server.start(runId, `while [ ! -e go ]; do sleep 0.01; done; echo ${runId} >> order`)
  }
  await until(() => server.run('c').heard.includes('queued'))
  await desktop.endRunner('SIGKILL')
  await desktop.startRunner()
  assert.equal(server.hellos.at(-1)?.lastDispatch, 3)
  writeFileSync(join(dir, 'work/go'), '')
  for (const runId of ['a', 'b', 'c']) await server.ended(runId)
  assert.equal(readFileSync(join(dir, 'work/order'), 'utf8'), 'a\nb\nc\n')
})

test('when the keeper is killed its runs end in keeper_lost, once, with what they had printed', async (t) => {
  const desktop = await Desktop.start(t)
  const { server } = desktop
  server.start('run', 'echo before; setsid sleep 1000 & sleep 1000')
  await until(() => server.run('run').stdout.length > 0 && desktop.processesOf('run').length === 3)
  process.kill(desktop.keeperPid(), 'SIGKILL')
  const run = await server.ended('run')
  assert.equal(run.end?.end.kind === 'failed' && run.end.end.code, 'keeper_lost')
  assert.equal(`${run.stdout}`, 'before\n')
  assert.deepEqual(desktop.processesOf('run'), [])
  server.start('next', 'echo hi')
  assert.equal(`${(await server.ended('next')).stdout}`, 'hi\n')
  assert.equal(run.ends, 1)
})

test('when keeper and runner are killed the next runner finds it out, and stops what is left', async (t) => {
  const desktop = await Desktop.start(t)
  const { server } = desktop
  server.start('run', 'echo before; setsid sleep 1000 & sleep 1000')
  await until(() => server.run('run').stdout.length > 0 && desktop.processesOf('run').length === 3)
  const keeper = desktop.keeperPid()
  await desktop.endRunner('SIGKILL')
  process.kill(keeper, 'SIGKILL')
  await until(() => desktop.keeperPid() === 0)
  await desktop.startRunner()
  const run = await server.ended('run')
  assert.equal(run.end?.end.kind === 'failed' && run.end.end.code, 'keeper_lost')
  assert.deepEqual(desktop.processesOf('run'), [])
})

test('a run of which only the empty file is there is not started again', async (t) => {
  const desktop = await Desktop.start(t)
  await desktop.endRunner('SIGKILL')
  journalled(desktop, 'run', 1)
  writeFileSync(desktop.fileOf('run'), '')
  await desktop.startRunner()
  const { end, heard } = await desktop.server.ended('run')
  assert.equal(end?.end.kind === 'failed' && end.end.code, 'start_unknown')
  assert.deepEqual(heard, ['ended'])
})

test('a run that was journalled and no more is started now', async (t) => {
  const desktop = await Desktop.start(t)
  await desktop.endRunner('SIGKILL')
  journalled(desktop, 'run', 1)
  await desktop.startRunner()
  const { end } = await desktop.server.ended('run')
  assert.deepEqual(end?.end, { kind: 'exited', exitCode: 0 })
})

test('on a full disk a run is forgotten all the same, and not started again', async (t) => {
  const desktop = await Desktop.start(t)
  const { server, dir } = desktop
  server.acknowledge = false
  server.start('run', 'echo started >> starts')
  await server.ended('run')
  const { size } = statSync(join(dir, 'journal'))
  execFileSync('prlimit', [`--pid=${desktop.runner!.pid}`, `--fsize=${size}`])
  server.send({ type: 'endAck', runId: 'run' })
  await until(() => !existsSync(desktop.fileOf('run')))
  await desktop.endRunner('SIGKILL')
  server.acknowledge = true
  await desktop.startRunner()
  server.start('next', 'true')
  await server.ended('next')
  assert.equal(server.run('run').ends, 1)
  assert.equal(readFileSync(join(dir, 'work/starts'), 'utf8'), 'started\n')
})

test('a start that the disk does not take fails in words that say what fills it, as does the log', async (t) => {
  const desktop = await Desktop.start(t)
  const { server, dir } = desktop
  writeFileSync(join(dir, 'big'), Buffer.alloc(3 * 1024 * 1024))
  const limit = (bytes: string) =>
    execFileSync('prlimit', [`--pid=${desktop.runner!.pid}`, `--fsize=${bytes}:`])
  limit(`${statSync(join(dir, 'journal')).size + 10}`)
  server.start('run', 'true')
  const { end } = await server.ended('run')
  assert.ok(end?.end.kind === 'failed')
  const words =
    /'s folder .* cannot be written: its disk is full \(ENOSPC\)\. It has .* free of .*: big \(3\.0 MiB\)/
  assert.match(end.end.message, words)
  await until(() => words.test(desktop.printed))
  limit('unlimited')
  server.start('next', 'true')
  const next = await server.ended('next')
  assert.deepEqual(next.end?.end, { kind: 'exited', exitCode: 0 })
})

test('what a killed runner has left of a forgotten run goes with the next start', async (t) => {
  const desktop = await Desktop.start(t)
  await desktop.endRunner('SIGKILL')
  const file = desktop.fileOf('run')
  const left = [file, `${file}.outcome`, file.replace(/run$/, 'spool')]
  for (const path of left) writeFileSync(path, '')
  await desktop.startRunner()
  for (const path of left) assert.ok(!existsSync(path), path)
})

test('after a restart of the machine a run is not started again, and says why', async (t) => {
  const desktop = await Desktop.start(t)
  await desktop.endRunner('SIGKILL')
  journalled(desktop, 'waited', 1, 'another boot')
  journalled(desktop, 'ran', 2, 'another boot')
  const started = { t: 'started', pid: process.pid, startTime: 1, at: 5 }
  writeFileSync(desktop.fileOf('ran'), `${JSON.stringify(started)}\n{"t":"e`)
  await desktop.startRunner()
  for (const [runId, heard] of [
    ['waited', ['ended']],
    ['ran', ['started', 'ended']],
  ] as const) {
    const run = await desktop.server.ended(runId)
    assert.equal(run.end?.end.kind === 'failed' && run.end.end.code, 'desktop_restarted')
    assert.deepEqual(run.heard, heard)
  }
})

test('a refusal is final and told in the words of the server', async (t) => {
  const desktop = await Desktop.start(t)
  const { server } = desktop
  const message = 'This credential is in use by another desktop.'
  server.refusal = { type: 'refused', code: 'credential_in_use', message }
  const runner = desktop.runner!
  server.cut()
  await once(runner, 'exit')
  assert.equal(runner.exitCode, 3)
  assert.match(desktop.printed, new RegExp(`${message}.*RefusedError`))
})

test('a credential that the server does not know is final, another HTTP error is not', async (t) => {
  const desktop = await Desktop.start(t)
  const { server } = desktop
  server.answer = 503
  server.cut()
  await until(() => desktop.printed.includes('HTTP 503'))
  server.answer = null
  await server.connected(2)
  server.answer = 401
  const runner = desktop.runner!
  server.cut()
  await once(runner, 'exit')
  assert.match(desktop.printed, /The credential is not known to the server at .*RefusedError/)
})

test('after an idle keeper has gone the next start gets a new one', async (t) => {
  const desktop = await Desktop.start(t)
  const { server } = desktop
  server.start('one', 'echo one')
  await server.ended('one')
  const first = desktop.keeperPid()
  await until(() => desktop.keeperPid() === 0)
  server.start('two', 'echo two')
  assert.equal(`${(await server.ended('two')).stdout}`, 'two\n')
  assert.notEqual(desktop.keeperPid(), first)
})

test('of many runs, with the connection cut in between, each is carried out once', async (t) => {
  const desktop = await Desktop.start(t, { concurrency: 8 })
  const { server, dir } = desktop
  const names = Array.from({ length: 150 }, (_, index) => `run-${index}`)
  for (const [index, name] of names.entries()) {
    server.start(name, `echo ${name} >> all; echo ${name}`)
    if (index % 50 !== 49) continue
    await server.ended(`run-${index - 40}`)
    // A start that is lost with the connection is the server's to send again; this one doesn't.
    await until(() => names.slice(0, index + 1).every((name) => server.run(name).heard.length > 0))
    server.cut()
    await server.connected(2 + Math.floor(index / 50))
  }
  for (const name of names) assert.equal(`${(await server.ended(name)).stdout}`, `${name}\n`)
  const lines = readFileSync(join(dir, 'work/all'), 'utf8').trim().split('\n')
  assert.deepEqual(lines.sort(), names.sort())
})

for (const [how, damage] of [
  ['overwritten', (spool: string) => writeFileSync(spool, Buffer.alloc(64, 0xff))],
  ['removed', (spool: string) => rmSync(spool)],
] as const) {
  test(`a command whose spool was ${how} has lost its output: no success, and what came up is kept`, async (t) => {
    const desktop = await Desktop.start(t)
    const { server, dir } = desktop
    server.start('run', 'echo up; until test -e go; do sleep 0.02; done')
    await until(() => server.run('run').position.stdout > 0)
    await desktop.endRunner('SIGKILL')
    damage(desktop.fileOf('run').replace(/\.run$/, '.spool'))
    await desktop.startRunner()
    writeFileSync(join(dir, 'work/go'), '')
    const run = await server.ended('run')
    assert.equal(run.end?.end.kind === 'failed' && run.end.end.code, 'output_lost')
    assert.equal(`${run.stdout}`, 'up\n')
  })
}
