import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { LEAVES_SINCE } from '../src/keeper/protocol.ts'
import { Desktop } from './setup/desktop.ts'
import { until } from './setup/until.ts'

const OLDER_KEEPER = join(import.meta.dirname, 'fixtures/older-keeper.ts')
/** Runs until the file `go` is there. */
const UNTIL_GO = 'echo up; until test -e go; do sleep 0.02; done'

/** A desktop whose keeper is older than its runner, and holds a run. */
async function withOlderKeeper(t: TestContext, version: number) {
  const desktop = await Desktop.start(t)
  const { server, dir } = desktop
  const { pid } = spawn(process.execPath, [OLDER_KEEPER, `${version}`], {
    cwd: dir,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { PATH: process.env.PATH },
  })
  await until(() => existsSync(join(dir, 'keeper.sock')))
  server.start('held', UNTIL_GO)
  await until(() => server.run('held').position.stdout > 0)
  assert.equal(desktop.keeperPid(), pid)
  return { desktop, server, go: () => writeFileSync(join(dir, 'work/go'), '') }
}

test('a keeper older than its runner starts what it can, and is replaced when it holds nothing', async (t) => {
  const { desktop, server, go } = await withOlderKeeper(t, LEAVES_SINCE)
  const older = desktop.keeperPid()
  server.start('beside', 'echo beside')
  assert.equal(`${(await server.ended('beside')).stdout}`, 'beside\n')
  assert.equal(desktop.keeperPid(), older)

  go()
  await server.ended('held')
  await until(() => desktop.keeperPid() === 0)
  server.start('next', 'echo next')
  assert.equal(`${(await server.ended('next')).stdout}`, 'next\n')
})

test('what an older keeper cannot do is refused in words, and not started', async (t) => {
  const { desktop, server, go } = await withOlderKeeper(t, LEAVES_SINCE)
  server.start('timed', 'touch started', { timeoutMs: 5000 })
  const { end } = await server.ended('timed')
  assert.equal(end?.end.kind === 'failed' && end.end.code, 'runner_too_old')
  assert.ok(!existsSync(join(desktop.dir, 'work/started')))
  go()
  await server.ended('held')
})

test('a keeper that says no version is left alone', async (t) => {
  const { desktop, server, go } = await withOlderKeeper(t, 1)
  const older = desktop.keeperPid()
  go()
  await server.ended('held')
  server.start('next', 'true')
  await server.ended('next')
  assert.equal(desktop.keeperPid(), older)
})
