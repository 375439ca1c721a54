import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { childrenOf } from '../setup/process-table.ts'
import { startFirst } from '../setup/processes.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand, outputOf } from '../setup/tasks.ts'

const server = await startServer(wholeFile, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })

test('a runner that is the first process of a container collects what commands leave behind, and ends in words', async (t) => {
  const { id, credential } = await server.client.desktops.create({ name: 'container' })
  const args = ['runner', '--server', server.url, '--dir', temporaryFolder(t)]
  const runner = startFirst(t, args, { MISSION_CONTROL_CREDENTIAL: credential })
  await runner.prints(/connected/)
  const left = await finishCommand(
    server,
    `cp /bin/sleep nap; for i in 1 2 3 4 5; do (./nap 0.3 &); (setsid ./nap 0.2 &); done
     tr '\\0' ' ' </proc/1/cmdline | grep -o mission-control-init
     while grep -qsx nap /proc/[0-9]*/comm; do sleep 0.1; done; echo collected`,
    { desktopId: id },
  )
  assert.equal(`${await outputOf(server.client, left.id)}`, 'mission-control-init\ncollected\n')
  const [first] = childrenOf(runner.pid, 'mission-control-init')
  process.kill(first!, 'SIGTERM')
  assert.equal(await runner.exited, 0)
})

test('where npm or Node is the first process, it is said that it collects nothing', async (t) => {
  const asNpmDoes = `require('child_process')
    .spawn(process.execPath, process.argv.slice(1), { stdio: 'inherit' })
    .on('exit', (code) => process.exit(code))`
  const runner = startFirst(t, ['runner', '--server', server.url], {}, ['-e', asNpmDoes])
  assert.equal(await runner.exited, 1)
  assert.match(runner.stderr(), /first process of this container is npm or Node/)
})
