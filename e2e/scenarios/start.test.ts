import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { createClient } from '@mission-control/client'
import type { Scope } from '../setup/cleanup.ts'
import { ON_SQLITE, storeOf } from '../setup/engine.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { takePort } from '../setup/port.ts'
import { childrenOf } from '../setup/process-table.ts'
import { type Program, startNpm, startProgram } from '../setup/processes.ts'
import { KEY, startServer } from '../setup/server.ts'
import { ended, finishCommand, outputOf, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const run = promisify(execFile)

/** What a started server has told; null where it said nothing of the kind. */
interface Greeting {
  program: Program
  url: string
  key: string | null
  desktopId: string | null
  /** The line to paste. */
  example: string | null
}

async function greeting(program: Program): Promise<Greeting> {
  await program.prints(/Ctrl-C/)
  const find = (pattern: RegExp) => pattern.exec(program.stdout())?.[1] ?? null
  return {
    program,
    url: find(/^ +Address +(\S+)$/m)!,
    key: find(/^ +API key +(mc_\S+) /m),
    desktopId: find(/^ +Desktop +(desktop_\S+) /m),
    example: find(/^ +(curl .*)$/m),
  }
}

/** A server without a key of the test's choice. */
async function serve(t: Scope, dataDir: string, env: NodeJS.ProcessEnv = {}): Promise<Greeting> {
  const own = { PORT: '0', MISSION_CONTROL_DATA_DIR: dataDir, MISSION_CONTROL_API_KEY: '' }
  const store = await storeOf(dataDir)
  return await greeting(startProgram(t, ['serve'], { ...own, ...store, ...env }))
}

async function stop({ program }: Greeting): Promise<void> {
  program.child.kill('SIGTERM')
  assert.equal(await program.exited, 0)
}

/** Pastes the line into a shell; the command that it creates has to run. */
async function paste({ example, url }: Greeting, key: string): Promise<void> {
  const { stdout } = await run('sh', ['-c', example!], { env: { ...process.env, API_KEY: key } })
  const [task] = JSON.parse(stdout)
  const client = createClient({ baseUrl: url, apiKey: key })
  assert.equal((await ended(client, task.id)).status, 'done')
  const { stdout: expected } = await run('uname', ['-a'])
  assert.equal(`${await outputOf(client, task.id)}`, expected)
}

test('`npm start` tells the address, a key, the desktop and a line to paste, which works', async (t) => {
  const dataDir = temporaryFolder(t)
  const env = { PORT: '0', MISSION_CONTROL_DATA_DIR: dataDir, ...(await storeOf(dataDir)) }
  const started = await greeting(startNpm(t, env))
  const [server] = childrenOf(started.program.pid, 'serve')
  const commandLine = readFileSync(`/proc/${server}/cmdline`, 'utf8')
  assert.match(commandLine, /\0\/\S+\/package\/dist\/\w+\/lib\/cli\/main\.js\0/, 'it is compiled')
  assert.match(started.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  assert.match(started.key!, /^mc_.{32,}$/)
  await paste(started, started.key!)
  const client = createClient({ baseUrl: started.url, apiKey: started.key! })
  const [desktop, ...others] = await client.desktops.list()
  assert.deepEqual([desktop?.id, desktop?.status], [started.desktopId, 'running'])
  assert.equal(others.length, 0)
})

test('the second start answers, shows no key, and knows the one of the first', async (t) => {
  const dataDir = temporaryFolder(t)
  const first = await serve(t, dataDir)
  await stop(first)
  const second = await serve(t, dataDir)
  assert.equal((await fetch(`${second.url}/api/health`)).status, 200)
  assert.equal(second.key, null)
  assert.ok(!second.program.stdout().includes(first.key!))
  assert.equal(second.desktopId, first.desktopId)
  await paste(second, first.key!)
})

test('a key of the owner’s choice works, and is not shown', async (t) => {
  const { program, client } = await startServer(t)
  assert.deepEqual(await client.tasks.list(), [])
  assert.ok(!program.stdout().includes(KEY))
  assert.ok(!program.stderr().includes(KEY))
})

test('a first start that fails does not use up the key', async (t) => {
  const dataDir = temporaryFolder(t)
  const { port: PORT, server } = await takePort()
  t.after(() => server.close())
  await assert.rejects(serve(t, dataDir, { PORT }), /is in use/)
  const started = await serve(t, dataDir)
  assert.match(started.key ?? 'no key', /^mc_/)
})

test('without the local desktop there is none, and no line to paste', async (t) => {
  const started = await serve(t, temporaryFolder(t), { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
  assert.equal(started.desktopId, null)
  assert.equal(started.example, null)
  const client = createClient({ baseUrl: started.url, apiKey: started.key! })
  assert.deepEqual(await client.desktops.list(), [])
})

test('a copied data directory works at once, and what the original still runs is left to it', async (t) => {
  const original = await startServer(t, ON_SQLITE)
  const { dataDir, workDir } = original
  const task = await runCommand(original, `touch begun; ${untilThere('go')}; echo whole`)
  await waitFor('the command to begin', () => existsSync(join(workDir, 'begun')))
  await original.stop()

  const copied = join(temporaryFolder(t), 'data')
  execFileSync('cp', ['-a', dataDir, copied])
  const copy = await startServer(t, ON_SQLITE, copied)
  assert.equal((await ended(copy.client, task.id)).error?.code, 'desktop_restarted')
  assert.equal((await finishCommand(copy, 'true')).status, 'done')
  await copy.stop()

  const again = await startServer(t, ON_SQLITE, dataDir)
  writeFileSync(join(workDir, 'go'), '')
  assert.equal((await ended(again.client, task.id)).status, 'done')
  assert.equal(`${await outputOf(again.client, task.id)}`, 'whole\n')
})

test('a variable that is empty counts as unset', async (t) => {
  const cwd = temporaryFolder(t)
  const names = ['DATA_DIR', 'API_KEY', 'RATE_LIMIT', 'LOCAL_DESKTOP', 'OUTPUT_LIMIT']
  const more = ['TRUST_PROXY', 'LOG_LEVEL', 'CONCURRENCY', 'WORK_DIR', 'PASS_ENV']
  const empty = [...names, ...more].map((name) => [`MISSION_CONTROL_${name}`, ''])
  const env = { ...Object.fromEntries(empty), HOST: '', PORT: '0' }
  const started = await greeting(startProgram(t, ['serve'], env, cwd))
  assert.match(started.url, /^http:\/\/127\.0\.0\.1:/)
  assert.ok(existsSync(join(cwd, 'data', 'mission-control.db')))
  await paste(started, started.key!)
})
