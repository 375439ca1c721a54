import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Desktop } from './setup/desktop.ts'
import { until } from './setup/until.ts'

const KEEPER = join(import.meta.dirname, '../src/keeper/main.ts')

test('where nothing native can be loaded, commands run all the same, and the runner says so once', async (t) => {
  const desktop = await Desktop.start(t)
  const { server, dir } = desktop
  for (const name of ['first', 'second']) {
    const keeper = spawn(process.execPath, ['--no-addons', KEEPER, '60000', 'warm', 'alone'], {
      cwd: dir,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { PATH: process.env.PATH },
    })
    await until(() => existsSync(join(dir, 'keeper.sock')))
    server.start(name, `echo ${name}; exit 3`)
    const { end, stdout } = await server.ended(name)
    assert.deepEqual([end?.end, `${stdout}`], [{ kind: 'exited', exitCode: 3 }, `${name}\n`])
    assert.equal(desktop.keeperPid(), keeper.pid)
    keeper.kill('SIGINT')
    await until(() => keeper.exitCode !== null || keeper.signalCode !== null)
  }
  const told = desktop.printed.match(/posix_spawn can not be called here.*\n/g)
  assert.equal(told?.length, 1, desktop.printed)
  assert.match(desktop.printed, /loading addons is disabled/)
})
