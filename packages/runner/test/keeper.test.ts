import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { KEEPER_SOCKET } from '../src/keeper/protocol.ts'
import { isAlive } from '../src/process-identity.ts'
import { KeeperProcess } from './setup/keeper-process.ts'
import { until } from './setup/until.ts'

test('a command leaves its output in the order of its streams, and its end', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.start('run', 'echo one; sleep 0.05; echo two >&2; sleep 0.05; echo three; exit 3')
  assert.deepEqual(await keeper.ended('run'), { kind: 'exited', exitCode: 3 })
  assert.deepEqual(keeper.output('run'), ['stdout one\n', 'stderr two\n', 'stdout three\n'])
})

test('a start that is repeated starts nothing again, neither at once nor after the end', async (t) => {
  const keeper = await KeeperProcess.start(t)
  const command = 'echo started >> "$PWD/count"'
  for (let times = 0; times < 5; times++) keeper.start('run', command)
  await keeper.ended('run')
  keeper.start('run', command)
  keeper.start('other', 'true')
  await keeper.ended('other')
  assert.equal(readFileSync(join(keeper.dir, 'count'), 'utf8'), 'started\n')
})

test('the streams can be opened by their path, as /dev/stderr', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.start('run', 'echo out; echo err >/dev/stderr; echo more >/dev/stdout; cat </dev/stdin')
  assert.deepEqual(await keeper.ended('run'), { kind: 'exited', exitCode: 0 })
  const output = keeper.output('run').join('')
  for (const part of ['stdout out\n', 'stderr err\n', 'more\n']) assert.ok(output.includes(part))
})

test('a command that dies of a signal says which', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.start('run', 'kill -9 $$')
  assert.deepEqual(await keeper.ended('run'), { kind: 'signaled', signal: 'SIGKILL' })
})

test('output over the limit is dropped behind one marker, and the command goes on', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.start('run', 'head -c 3000000 /dev/zero; echo no >&2; exit 4', {
    outputLimit: 1024 * 1024,
  })
  assert.deepEqual(await keeper.ended('run'), { kind: 'exited', exitCode: 4 })
  const output = keeper.output('run')
  assert.equal(output.pop(), 'system Output limit of 1 MiB reached: what follows is not kept.\n')
  assert.equal(output.join('').replaceAll('stdout ', '').length, 1024 * 1024)
})

test('output that is missing without a word, as the disk had no place for one, fails the run', async (t) => {
  const keeper = await KeeperProcess.start(t)
  // A record of 16 + 5000 bytes fits, and not much more.
  execFileSync('prlimit', [`--pid=${keeper.pid}`, '--fsize=5030:'])
  keeper.start('run', 'printf %05000d 0; sleep 0.3; echo more')
  const end = await keeper.ended('run')
  assert.ok(end.kind === 'failed' && end.code === 'output_lost')
  assert.match(
    end.message,
    /^A part of the output could not be stored: the disk of \/.*runs is full \((ENOSPC|EFBIG), \d+ of \d+ MiB free\)\. It exited with code 0\.$/,
  )
  assert.equal(keeper.output('run').join('').length, 'stdout '.length + 5000)
})

test('output that the disk has no place for is dropped behind a marker, which names the disk', async (t) => {
  const keeper = await KeeperProcess.start(t)
  execFileSync('prlimit', [`--pid=${keeper.pid}`, '--fsize=6000:'])
  keeper.start('run', 'printf %05000d 0; sleep 0.3; printf %02000d 0; sleep 0.3; echo more')
  assert.deepEqual(await keeper.ended('run'), { kind: 'exited', exitCode: 0 })
  const output = keeper.output('run')
  assert.match(
    output.pop()!,
    /^system Output could not be stored: the disk of \/.*runs is full \(ENOSPC, \d+ of \d+ MiB free\)\. What follows is not kept\.\n$/,
  )
  assert.equal(output.join('').length, 'stdout '.length + 5000)
})

test('a working directory that is missing is the end of the run, in words', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.start('run', 'true', { cwd: '/nowhere' })
  const end = await keeper.ended('run')
  const message = 'The working directory /nowhere does not exist.'
  assert.deepEqual(end, { kind: 'failed', code: 'spawn_failed', message })
  keeper.start('next', 'true')
  assert.deepEqual(await keeper.ended('next'), { kind: 'exited', exitCode: 0 })
})

test('a background child does not hold up the end, lives on, and may go on printing', async (t) => {
  const keeper = await KeeperProcess.start(t)
  const service = 'while [ ! -e stop ]; do echo tick; sleep 0.1; done; echo served > served'
  const begun = performance.now()
  keeper.start('run', `(${service}) & echo main`)
  assert.deepEqual(await keeper.ended('run'), { kind: 'exited', exitCode: 0 })
  const elapsed = performance.now() - begun
  assert.ok(elapsed >= 1900 && elapsed < 4000, `ended after ${elapsed} ms`)
  assert.ok(keeper.output('run').join('').includes('main'))
  // It outlived the closing of the output by several lines without a SIGPIPE.
  keeper.start('stop', 'sleep 0.5; touch stop; while [ ! -e served ]; do sleep 0.05; done')
  assert.deepEqual(await keeper.ended('stop'), { kind: 'exited', exitCode: 0 })
})

test('a background child that lets go of the output does not delay the end', async (t) => {
  const keeper = await KeeperProcess.start(t)
  const begun = performance.now()
  keeper.start('run', 'sleep 1000 >/dev/null 2>&1 & echo main')
  await keeper.ended('run')
  assert.ok(performance.now() - begun < 1500)
  keeper.kill('run')
})

test('a command that closes its streams and goes on is not taken for ended', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.start('run', 'exec >&- 2>&-; sleep 0.5; exit 9')
  assert.deepEqual(await keeper.ended('run'), { kind: 'exited', exitCode: 9 })
})

test('a kill ends the whole tree, and what ignores TERM is killed after 5 s', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.start('meek', 'setsid sleep 1000 & sleep 1000')
  keeper.start('stubborn', "trap '' TERM; setsid sleep 1000 & while :; do sleep 1; done")
  await until(() => keeper.processesOf('meek') === 3 && keeper.processesOf('stubborn') === 3)
  const begun = performance.now()
  keeper.kill('meek')
  keeper.kill('stubborn')
  assert.deepEqual(await keeper.ended('meek'), { kind: 'signaled', signal: 'SIGTERM' })
  assert.ok(performance.now() - begun < 3000)
  assert.deepEqual(await keeper.ended('stubborn'), { kind: 'signaled', signal: 'SIGKILL' })
  assert.ok(performance.now() - begun >= 5000)
  await until(() => keeper.processesOf('meek') + keeper.processesOf('stubborn') === 0)
})

test('a kill finds what an ended run has left behind', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.start('run', 'setsid sleep 1000 >/dev/null 2>&1 & true')
  await keeper.ended('run')
  assert.equal(keeper.processesOf('run'), 1)
  keeper.kill('run')
  await until(() => keeper.processesOf('run') === 0)
})

test('an idle keeper goes and leaves no file behind; one that holds something stays', async (t) => {
  const keeper = await KeeperProcess.start(t, { idleMs: 1000 })
  keeper.start('run', 'sleep 0.6')
  await keeper.ended('run')
  await keeper.exited()
  assert.deepEqual(
    readdirSync(keeper.dir).filter((name) => /^keeper\.(sock|pid|.*claim)/.test(name)),
    [],
  )
})

test('in a service SIGTERM leaves the runs alone, which systemd has told as well, and SIGINT ends them', async (t) => {
  const keeper = await KeeperProcess.start(t, { place: 'service' })
  keeper.start('told', 'echo up; until test -e go; do sleep 0.05; done; exit 5')
  keeper.start('rest', 'echo up; sleep 1000')
  await until(() => keeper.output('told').length > 0 && keeper.output('rest').length > 0)
  process.kill(keeper.pid, 'SIGTERM')
  process.kill(keeper.pid, 'SIGTERM')
  writeFileSync(join(keeper.dir, 'go'), '')
  assert.deepEqual(await keeper.ended('told'), { kind: 'exited', exitCode: 5 })
  assert.equal(keeper.end('rest'), null)
  process.kill(keeper.pid, 'SIGINT')
  await keeper.exited()
  assert.deepEqual(keeper.end('rest'), { kind: 'signaled', signal: 'SIGTERM' })
})

test('SIGTERM stops all runs and records their ends', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.start('one', 'setsid sleep 1000 & sleep 1000')
  keeper.start('two', 'trap "exit 5" TERM; while :; do sleep 0.1; done')
  await until(() => keeper.processesOf('one') === 3 && keeper.processesOf('two') >= 2)
  process.kill(keeper.pid, 'SIGTERM')
  await keeper.exited()
  assert.deepEqual(keeper.end('one'), { kind: 'signaled', signal: 'SIGTERM' })
  assert.deepEqual(keeper.end('two'), { kind: 'exited', exitCode: 5 })
  assert.equal(keeper.processesOf('one') + keeper.processesOf('two'), 0)
})

test('of many keepers for one folder at most one stays', async (t) => {
  const first = await KeeperProcess.start(t)
  const rivals = Array.from({ length: 3 }, () => first.rival())
  for (const rival of rivals) await rival.exited()
  first.start('run', 'true')
  assert.deepEqual(await first.ended('run'), { kind: 'exited', exitCode: 0 })
  assert.equal(isAlive(first), true)
})

test('what a killed keeper left in the folder does not keep the next one out', async (t) => {
  const first = await KeeperProcess.start(t)
  process.kill(first.pid, 'SIGKILL')
  await first.exited()
  const next = first.rival()
  await next.connect()
  next.start('run', 'true')
  assert.deepEqual(await next.ended('run'), { kind: 'exited', exitCode: 0 })
})

test('an agent gets its input once, and its output is the transcript', async (t) => {
  const keeper = await KeeperProcess.start(t)
  const program = `
    const { readFileSync, writeFileSync } = require('node:fs')
    writeFileSync(1, readFileSync(0, 'utf8').toUpperCase())
    writeFileSync(2, 'aside')
    process.exit(3)`
  const input = 'a key, and more '.repeat(20_000)
  keeper.startAgent('run', program, input)
  assert.deepEqual(await keeper.ended('run'), { kind: 'exited', exitCode: 3 })
  const output = keeper.output('run')
  assert.ok(output.includes('stderr aside'))
  const said = output.filter((part) => part.startsWith('agent ')).map((part) => part.slice(6))
  assert.ok(said.join('') === input.toUpperCase())
})

test('an agent that takes no input is no trouble', async (t) => {
  const keeper = await KeeperProcess.start(t)
  keeper.startAgent('run', 'process.exit(0)', 'x'.repeat(1024 * 1024))
  assert.deepEqual(await keeper.ended('run'), { kind: 'exited', exitCode: 0 })
})

test('a runner is greeted once the connection of an earlier one is closed', async (t) => {
  const keeper = await KeeperProcess.start(t)
  const later = connect(relative(process.cwd(), join(keeper.dir, KEEPER_SOCKET)))
  t.after(() => later.destroy())
  let heard = ''
  later.setEncoding('utf8').on('data', (text) => {
    heard += text
  })
  await once(later, 'connect')
  keeper.start('run', 'true')
  await keeper.ended('run')
  assert.equal(heard, '')
  keeper.disconnect()
  await until(() => heard.includes('"hello"'))
})
