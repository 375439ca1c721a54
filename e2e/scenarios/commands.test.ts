import assert from 'node:assert/strict'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { ApiError, createClient } from '@mission-control/client'
import { wholeFile } from '../setup/cleanup.ts'
import { storeOf } from '../setup/engine.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { freePort } from '../setup/port.ts'
import { startProgram } from '../setup/processes.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, outputOf, runCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client, url } = server

/** Runs `mission-control ARGS` to its end. */
async function run(t: TestContext, args: string[], env: NodeJS.ProcessEnv = {}) {
  const program = startProgram(t, args, env)
  const code = await program.exited
  return { code, stdout: program.stdout(), stderr: program.stderr() }
}

/** Runs a `runner` that has to give up, and resolves with what it says. */
async function runnerRefusal(
  t: TestContext,
  code: number,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const ended = await run(t, ['runner', ...args], env)
  assert.equal(ended.code, code, ended.stderr)
  assert.doesNotMatch(ended.stderr, /^ +at /m)
  return ended.stderr
}

test('a command that does not exist is named, with those that do', async (t) => {
  const { code, stderr } = await run(t, ['fly'])
  assert.notEqual(code, 0)
  assert.match(stderr, /unknown command 'fly'/)
  assert.match(stderr, /run[\s\S]*keys[\s\S]*serve[\s\S]*runner/)
})

test('--help is an answer, not an error', async (t) => {
  const { code, stdout } = await run(t, ['--help'])
  assert.equal(code, 0)
  assert.match(stdout, /run[\s\S]*keys[\s\S]*serve[\s\S]*runner/)
})

test('`keys create --offline` prints a key, and nothing else, that works at once on a running server', async (t) => {
  const home = await storeOf(server.dataDir)
  const env = { MISSION_CONTROL_DATA_DIR: server.dataDir, ...home }
  const { code, stdout } = await run(t, ['keys', 'create', 'for the CI', '--offline'], env)
  assert.equal(code, 0)
  const [, key = ''] = /^(mc_\S{32,})\n$/.exec(stdout) ?? []
  const other = createClient({ baseUrl: url, apiKey: key })
  assert.deepEqual(
    (await other.desktops.list()).map(({ id }) => id),
    (await client.desktops.list()).map(({ id }) => id),
  )
  const made = (await client.apiKeys.list()).find(({ name }) => name === 'for the CI')
  assert.ok(made)

  await client.apiKeys.delete(made.id)
  await assert.rejects(
    other.desktops.list(),
    (error) => error instanceof ApiError && error.status === 401,
  )
})

test('in a folder without a Mission Control it says so, and leaves nothing there', async (t) => {
  const dir = temporaryFolder(t)
  for (const dataDir of [dir, join(dir, 'missing')]) {
    const { code, stdout, stderr } = await run(t, ['keys', 'create', 'a', '--offline'], {
      MISSION_CONTROL_DATA_DIR: dataDir,
    })
    assert.deepEqual([code, stdout], [1, ''])
    assert.ok(stderr.includes(`There is no Mission Control in ${dataDir}`), stderr)
  }
  assert.deepEqual(readdirSync(dir), [])
})

test('a runner without a credential is told where to put one', async (t) => {
  const dir = join(temporaryFolder(t), 'runner')
  assert.match(await runnerRefusal(t, 1, ['--server', url]), /MISSION_CONTROL_CREDENTIAL/)
  const said = await runnerRefusal(t, 1, ['--server', url, '--dir', dir])
  assert.ok(said.includes(`no credential in ${dir}`), said)
})

test('a runner without a server is told what is missing', async (t) => {
  assert.match(await runnerRefusal(t, 2, []), /--server/)
})

for (const address of ['nonsense', 'ftp://127.0.0.1', '127.0.0.1:3000']) {
  test(`a runner is told that ${address} is no address of a server`, async (t) => {
    const args = ['--server', address, '--credential', 'mcd_x', '--dir', temporaryFolder(t)]
    const said = await runnerRefusal(t, 1, args)
    assert.ok(said.includes(`got ${address}`), said)
    assert.match(said, /such as http:/)
  })
}

test('a malformed credential is told from one of Mission Control', async (t) => {
  const env = { XDG_STATE_HOME: temporaryFolder(t) }
  const said = await runnerRefusal(t, 1, ['--server', url, '--credential', 'hunter2'], env)
  assert.match(said, /expected mcd_/)
  assert.doesNotMatch(said, /hunter2/)
  assert.deepEqual(readdirSync(env.XDG_STATE_HOME), [])
})

for (const [name, value] of [
  ['--concurrency', '0'],
  ['--concurrency', 'many'],
  ['--dir', '/proc/mission-control'],
  ['--work-dir', '/proc/mission-control'],
] as const) {
  test(`${name} ${value} is refused by name`, async (t) => {
    const args = ['--server', url, '--credential', `mcd_${'a'.repeat(26)}_x`]
    const env = { XDG_STATE_HOME: temporaryFolder(t) }
    const said = await runnerRefusal(t, 1, [...args, name, value], env)
    assert.ok(said.includes(name) && said.includes(value), said)
  })
}

test('a credential that the server does not know ends the runner with exit code 3', async (t) => {
  const env = { MISSION_CONTROL_CREDENTIAL: `mcd_${'0'.repeat(26)}_${'x'.repeat(43)}` }
  const args = ['--server', url, '--dir', temporaryFolder(t)]
  const said = await runnerRefusal(t, 3, args, env)
  assert.ok(said.includes(`not known to the server at ${new URL(url).host}`), said)
})

test('a copied credential is refused with exit code 3, and its owner is not disturbed', async (t) => {
  const { desktop, program } = await startDesktop(t, server, 'original')
  const env = { MISSION_CONTROL_CREDENTIAL: desktop.credential }
  const said = await runnerRefusal(t, 3, ['--server', url, '--dir', temporaryFolder(t)], env)
  assert.match(said, /"original" belongs to another runner/)
  assert.equal(program.child.exitCode, null)
  const task = await finishCommand(server, 'echo undisturbed', { desktopId: desktop.id })
  assert.equal(task.status, 'done')
})

test('the runner of a desktop that is deleted ends with exit code 3', async (t) => {
  const { desktop, program } = await startDesktop(t, server, 'short-lived')
  await client.desktops.delete(desktop.id)
  assert.equal(await program.exited, 3)
  assert.match(program.stderr(), /"short-lived" was removed/)
})

test('a second runner in the same folder is refused, and the first goes on', async (t) => {
  const { desktop, dir, program } = await startDesktop(t, server, 'one folder')
  const said = await runnerRefusal(t, 1, ['--server', url, '--dir', dir])
  assert.ok(said.includes(`Another runner runs in ${dir}`), said)
  assert.equal(program.child.exitCode, null)
  assert.equal((await finishCommand(server, 'true', { desktopId: desktop.id })).status, 'done')
})

test('options do what their variables do', async (t) => {
  const folder = temporaryFolder(t)
  const work = join(folder, 'work here')
  mkdirSync(work)
  const { id, credential } = await client.desktops.create({ name: 'options' })
  const options = ['--server', url, '--dir', join(folder, 'own'), '--credential', credential]
  const more = ['--work-dir', work, '--concurrency', '1', '--pass-env', 'DEPLOY_TARGET']
  const program = startProgram(t, ['runner', ...options, ...more], { DEPLOY_TARGET: 'staging' })
  await program.prints(/connected/)
  const on = { desktopId: id }
  const first = await runCommand(server, 'pwd -P; echo $DEPLOY_TARGET; exec sleep 1000', on)
  await waitFor('its output', async () => (await outputOf(client, first.id)).length > 0)
  assert.equal(`${await outputOf(client, first.id)}`, `${realpathSync(work)}\nstaging\n`)
  const second = await runCommand(server, 'true', on)
  await waitFor('the second to wait', async () => {
    return (await client.tasks.get(second.id)).waiting === 'queued'
  })
  await client.tasks.cancel(first.id)
  assert.equal((await ended(client, second.id)).status, 'done')
})

test('a runner keeps its credential, for its user alone, in a folder of its own for each desktop', async (t) => {
  const XDG_STATE_HOME = temporaryFolder(t)
  const { id, credential } = await client.desktops.create({ name: 'kept' })
  const args = ['runner', '--server', url]
  const first = startProgram(t, args, { XDG_STATE_HOME, MISSION_CONTROL_CREDENTIAL: credential })
  await first.prints(/connected/)
  const dir = join(XDG_STATE_HOME, 'mission-control', id)
  assert.equal(statSync(join(dir, 'credential')).mode & 0o777, 0o600)
  first.child.kill('SIGINT')
  assert.equal(await first.exited, 0)
  await waitFor('the desktop to be stopped', async () => {
    return (await client.desktops.get(id)).status === 'stopped'
  })

  const second = startProgram(t, [...args, '--dir', dir])
  await second.prints(/connected/)
  assert.equal((await client.desktops.get(id)).status, 'running')
})

test('a credential that was lost is taken from the environment, and a wrong one there takes no right one', async (t) => {
  const dir = join(temporaryFolder(t), 'runner')
  const kept = join(dir, 'credential')
  const args = ['--server', url, '--dir', dir]
  const { credential } = await client.desktops.create({ name: 'lost' })
  const connect = async (env: NodeJS.ProcessEnv) => {
    const runner = startProgram(t, ['runner', ...args], env)
    await runner.prints(/connected/)
    runner.child.kill('SIGINT')
    assert.equal(await runner.exited, 0)
    assert.equal(readFileSync(kept, 'utf8'), `${credential}\n`)
  }
  await connect({ MISSION_CONTROL_CREDENTIAL: credential })
  const wrong = { MISSION_CONTROL_CREDENTIAL: `${credential.slice(0, -4)}AAAA` }
  assert.match(await runnerRefusal(t, 3, args, wrong), /is not known to the server/)
  for (const name of ['.', 'runs', 'journal']) chmodSync(join(dir, name), 0o755)
  await connect({})
  for (const name of ['.', 'runs', 'journal']) {
    assert.equal(statSync(join(dir, name)).mode & 0o077, 0, name)
  }
  writeFileSync(kept, '')
  assert.match(
    await runnerRefusal(t, 1, args),
    /credential .* is damaged: set MISSION_CONTROL_CRED/,
  )
  await connect({ MISSION_CONTROL_CREDENTIAL: credential })
})

test('a runner whose server is not there yet waits for it', async (t) => {
  const PORT = await freePort()
  const early = startProgram(
    t,
    ['runner', '--server', `http://127.0.0.1:${PORT}`, '--dir', join(temporaryFolder(t), 'own')],
    { MISSION_CONTROL_CREDENTIAL: `mcd_${'0'.repeat(26)}_${'x'.repeat(43)}` },
  )
  await waitFor('it to have tried', () => /cannot be reached/.test(early.stderr()))
  assert.equal(early.child.exitCode, null)
  await startServer(t, { PORT, MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
  // It has arrived: this server doesn't know it.
  assert.equal(await early.exited, 3)
})
