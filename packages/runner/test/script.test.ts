/** Commands that begin with `#!`: the system reads that line, as of any file. */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Desktop } from './setup/desktop.ts'
import { until } from './setup/until.ts'

const ROWS: readonly [script: string, stdout: string, exitCode: number][] = [
  [`#!${process.execPath}\nconsole.log(7 * 6); process.exit(3)\n`, '42\n', 3],
  ['#!/bin/cat\nits text\n', '#!/bin/cat\nits text\n', 0],
  ['#!/bin/sh -e\nfalse\necho never\n', '', 1],
  ['#! /bin/sh\necho "$#"', '0\n', 0],
  ['#!/no/such/interpreter\necho never\n', '', 127],
  ['#!/bin/sh\r\necho never\r\n', '', 127],
  ['#!/usr/bin/env no-such-interpreter\n', '', 127],
  ['#!/etc/passwd\n', '', 126],
  [' #!/bin/false\necho as ever', 'as ever\n', 0],
]

test('a command is run by what its first line names, or fails as it would in a shell', async (t) => {
  const { server } = await Desktop.start(t)
  for (const [number, [script, stdout, exitCode]] of ROWS.entries()) {
    server.start(`run-${number}`, script)
    const run = await server.ended(`run-${number}`)
    assert.deepEqual(
      [run.end?.end, `${run.stdout}`],
      [{ kind: 'exited', exitCode }, stdout],
      script,
    )
    if (exitCode > 100) assert.match(`${run.stderr}`, /not found|No such file|[Pp]ermission denied/)
  }
})

test('its file is for one user alone, stays until the end is told, is cancelled like any, and then goes', async (t) => {
  const desktop = await Desktop.start(t)
  const { server, dir } = desktop
  server.start('run', '#!/bin/sh\nsleep 1000\n')
  await until(() => server.run('run').heard.includes('started'))
  const file = `${desktop.fileOf('run')}.script`
  assert.equal(statSync(file).mode & 0o777, 0o700)
  server.send({ type: 'cancel', runId: 'run' })
  assert.deepEqual((await server.ended('run')).end?.end, { kind: 'signaled', signal: 'SIGTERM' })
  await until(() => readdirSync(join(dir, 'runs')).length === 0)
})

test('it is started once, however often it is asked for, and outlives a killed runner', async (t) => {
  const desktop = await Desktop.start(t)
  const { server, dir } = desktop
  server.start('run', '#!/bin/sh\necho once >> started\nuntil test -e go-on; do sleep 0.02; done\n')
  await until(() => existsSync(join(dir, 'work/started')))
  await desktop.endRunner('SIGKILL')
  await desktop.startRunner()
  mkdirSync(join(dir, 'work/go-on'))
  const run = await server.ended('run')
  assert.deepEqual(run.end?.end, { kind: 'exited', exitCode: 0 })
  assert.equal(statSync(join(dir, 'work/started')).size, 'once\n'.length)
})

test('one that can not be written is not started, and says why', async (t) => {
  const desktop = await Desktop.start(t)
  const { server } = desktop
  mkdirSync(`${desktop.fileOf('run')}.script.new`)
  server.start('run', '#!/bin/sh\necho never\n')
  const { end } = (await server.ended('run')).end!
  assert.equal(end.kind === 'failed' && end.code, 'spawn_failed')
  assert.match(end.kind === 'failed' ? end.message : '', /could not be written: EISDIR/)
})
