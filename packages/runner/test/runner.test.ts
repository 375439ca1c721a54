import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Desktop } from './setup/desktop.ts'
import { until } from './setup/until.ts'

test('a run is reported as started, output, ended, and forgotten once that is acknowledged', async (t) => {
  const desktop = await Desktop.start(t)
  const { server } = desktop
  server.start('run', 'echo out; sleep 0.05; echo err >&2; exit 2')
  const run = await server.ended('run')
  assert.deepEqual(run.heard, ['started', 'output', 'ended'])
  assert.deepEqual([`${run.stdout}`, `${run.stderr}`], ['out\n', 'err\n'])
  assert.deepEqual(run.end?.end, { kind: 'exited', exitCode: 2 })
  assert.equal(run.end?.seq, run.position.seq)
  await until(() => !existsSync(desktop.fileOf('run')))
})

test('a run without output is reported as started and ended', async (t) => {
  const { server } = await Desktop.start(t)
  server.start('run', 'true')
  assert.deepEqual((await server.ended('run')).heard, ['started', 'ended'])
})

test('a long run is reported as started while it runs', async (t) => {
  const { server } = await Desktop.start(t)
  server.start('run', 'sleep 1000')
  await until(() => server.run('run').heard.includes('started'))
  server.send({ type: 'cancel', runId: 'run' })
  assert.deepEqual((await server.ended('run')).end?.end, { kind: 'signaled', signal: 'SIGTERM' })
})

test('the hello says who and how the desktop is', async (t) => {
  const { server } = await Desktop.start(t)
  const [hello] = server.hellos
  assert.match(hello?.instanceId ?? '', /^[0-9a-f-]{36}$/)
  assert.deepEqual([hello?.lastDispatch, hello?.runs], [0, []])
  assert.ok(hello!.metrics.memory.total > hello!.metrics.memory.used)
  await until(() => server.messages.some(({ type }) => type === 'heartbeat'))
})

test('a command gets the allowed environment and no credential', async (t) => {
  process.env.PASSED = 'on purpose'
  process.env.NOT_PASSED = 'by accident'
  const { server, dir } = await Desktop.start(t, { passEnv: ['PASSED', 'MISSION_CONTROL_API_KEY'] })
  server.start('run', 'pwd; env')
  const [pwd, ...lines] = `${(await server.ended('run')).stdout}`.trim().split('\n')
  const names = lines.map((line) => line.split('=')[0])
  assert.equal(pwd, join(dir, 'work'))
  for (const line of [
    'PASSED=on purpose',
    `MISSION_CONTROL_RUN_ID=${server.idOf('run')}`,
    'MISSION_CONTROL_TASK_ID=task-of-run',
    'MISSION_CONTROL_DESKTOP_ID=desktop-1',
  ]) {
    assert.ok(lines.includes(line), line)
  }
  const banned = /^(npm_.*|NOT_PASSED|NODE_COMPILE_CACHE|MISSION_CONTROL_API_KEY|TERM)$/
  assert.deepEqual(
    names.filter((name) => banned.test(name!)),
    [],
  )
})

test('nothing in the runner folder can be read by others', async (t) => {
  const desktop = await Desktop.start(t)
  const { server, dir } = desktop
  server.acknowledge = false
  server.start('run', 'echo hi')
  await server.ended('run')
  const names = ['journal', 'instance-id', 'keeper.log', 'keeper.pid', 'runs', 'work']
  const paths = names.map((name) => join(dir, name))
  const file = desktop.fileOf('run')
  for (const path of [...paths, file, file.replace(/run$/, 'spool')]) {
    assert.equal(statSync(path).mode & 0o077, 0, path)
  }
  server.acknowledge = true
})

test('with one place the runs come one after the other, in the order of their dispatch', async (t) => {
  const { server, dir } = await Desktop.start(t, { concurrency: 1 })
  for (const runId of ['a', 'b', 'c', 'd']) {
    server.start(
      runId,
      `[ ! -e busy ] || echo BUSY >> order; touch busy; echo ${runId} >> order; sleep 0.1; rm busy`,
    )
  }
  for (const runId of ['a', 'b', 'c', 'd']) await server.ended(runId)
  assert.equal(readFileSync(join(dir, 'work/order'), 'utf8'), 'a\nb\nc\nd\n')
  assert.deepEqual(server.run('a').heard, ['started', 'ended'])
  assert.deepEqual(server.run('d').heard, ['queued', 'started', 'ended'])
})

test('with two places two runs are under way together', async (t) => {
  const { server } = await Desktop.start(t, { concurrency: 2 })
  server.start('one', 'touch one; while [ ! -e two ]; do sleep 0.01; done')
  server.start('two', 'touch two; while [ ! -e one ]; do sleep 0.01; done')
  await Promise.all([server.ended('one'), server.ended('two')])
})

test('a run that waits is cancelled without ever being started', async (t) => {
  const desktop = await Desktop.start(t, { concurrency: 1 })
  const { server, dir } = desktop
  server.start('first', 'while [ ! -e go ]; do sleep 0.01; done')
  server.start('second', 'touch never')
  await until(() => server.run('second').heard.includes('queued'))
  server.send({ type: 'cancel', runId: 'second' })
  const run = await server.ended('second')
  assert.deepEqual(run.end?.end, { kind: 'signaled', signal: 'SIGTERM' })
  assert.deepEqual(run.heard, ['queued', 'ended'])
  server.start('third', 'true')
  server.send({ type: 'cancel', runId: 'first' })
  await server.ended('third')
  assert.equal(existsSync(join(dir, 'work/never')), false)
})

test('a run that waited when it was cancelled is not started by the next runner either', async (t) => {
  const desktop = await Desktop.start(t, { concurrency: 1 })
  const { server, dir } = desktop
  server.acknowledge = false
  server.start('first', 'while [ ! -e go ]; do sleep 0.01; done')
  server.start('second', 'touch never')
  server.send({ type: 'cancel', runId: 'second' })
  await server.ended('second')
  await desktop.endRunner('SIGKILL')
  server.acknowledge = true
  await desktop.startRunner()
  await until(() => server.run('second').ends === 2)
  server.send({ type: 'cancel', runId: 'first' })
  await server.ended('first')
  assert.equal(existsSync(join(dir, 'work/never')), false)
})

test('a dispatch number that was used is refused, unless the run is known, then it is ignored', async (t) => {
  const { server, dir } = await Desktop.start(t)
  server.acknowledge = false
  server.start('run', 'echo started >> count', { dispatch: 5 })
  await server.ended('run')
  server.start('run', 'echo started >> count', { dispatch: 5 })
  for (const dispatch of [4, 5]) {
    server.start(`other-${dispatch}`, 'echo started >> count', { dispatch })
    const { end, heard } = await server.ended(`other-${dispatch}`)
    assert.equal(end?.end.kind === 'failed' && end.end.code, 'start_unknown')
    assert.deepEqual(heard, ['ended'])
  }
  assert.equal(server.run('run').ends, 1)
  assert.equal(readFileSync(join(dir, 'work/count'), 'utf8'), 'started\n')
  server.acknowledge = true
})

test('a discarded run is stopped and forgotten without another word', async (t) => {
  const desktop = await Desktop.start(t)
  const { server } = desktop
  server.start('run', 'sleep 1000')
  await until(() => server.run('run').heard.includes('started'))
  server.send({ type: 'discard', runId: 'run' })
  await until(() => desktop.processesOf('run').length === 0 && !existsSync(desktop.fileOf('run')))
  assert.equal(server.run('run').ends, 0)
  assert.doesNotMatch(
    readFileSync(join(desktop.dir, 'journal'), 'utf8').split('\n').at(-2)!,
    /start/,
  )
})

test('a command that prints without end holds up no other, and is cut at its limit', async (t) => {
  const { server } = await Desktop.start(t)
  const outputLimit = 4 * 1024 * 1024
  server.start('endless', 'yes', { outputLimit })
  server.start('other', 'echo hi')
  await server.ended('other')
  const run = server.run('endless')
  await until(() => run.system.length > 0)
  assert.equal(run.stdout.length, outputLimit)
  assert.match(`${run.system}`, /^Output limit of 4 MiB reached/)
  server.send({ type: 'cancel', runId: 'endless' })
  await server.ended('endless')
})

test('without acknowledgements the output stops after about 4 MiB, and with them it goes on', async (t) => {
  const { server } = await Desktop.start(t)
  server.acknowledge = false
  server.start('run', 'head -c 12000000 /dev/zero')
  server.start('other', 'sleep 0.5')
  await server.ended('other')
  const run = server.run('run')
  assert.ok(run.stdout.length >= 4_000_000 && run.stdout.length < 5_000_000)
  assert.equal(run.end, null)
  server.acknowledge = true
  server.send({ type: 'ack', runId: 'run', position: run.position })
  assert.equal((await server.ended('run')).stdout.length, 12_000_000)
})
