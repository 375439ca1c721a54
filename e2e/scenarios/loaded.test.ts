import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CommandLine } from '../setup/command-line.ts'
import { ON_SQLITE } from '../setup/engine.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { noteModules } from '../setup/loaded-modules.ts'
import { SOURCES } from '../setup/main.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

test('a server with SQLite and its runner load nothing of PostgreSQL’s driver, of NATS, of metrics and traces, of signing in, or of what several servers need; without a token there is no page of figures', async (t) => {
  const noted = noteModules(t)
  const env = { ...noted.env, ...ON_SQLITE }
  const server = await startServer(t, env, undefined, SOURCES)
  for (const accept of ['text/html', '*/*']) {
    const headers = { accept, authorization: 'Bearer a-token-of-prometheus' }
    await assertProblem(await fetch(`${server.url}/metrics`, { headers }), 'route_not_found')
  }
  await server.client.desktops.create({ name: 'd' })
  await finishCommand(server, 'true')
  const loaded = noted.loaded()
  assert.ok(loaded.some((url) => url.endsWith('/bus/in-process.ts')))
  assert.ok(loaded.filter((url) => /node_modules/.test(url)).length > 100, 'packages are noted')
  const unwanted =
    /\/node_modules\/(?:pg|@?nats|prom-client|@opentelemetry|better-auth|openid-client|oauth4webapi|jose|otpauth|@simplewebauthn|@peculiar|nodemailer)|\/bus\/nats\/nats\.ts|\/postgres\/engine\.ts/
  assert.deepEqual(
    loaded.filter((url) => unwanted.test(url)),
    [],
  )
})

test('a start from the compiled program loads 85 files of 3.5 MB in all at most: what is used by and by comes when it is used', async (t) => {
  const script = join(import.meta.dirname, '../../scripts/compiled.sh')
  const main = execFileSync('sh', [script, process.execPath], { encoding: 'utf8' }).trim()
  const noted = noteModules(t)
  const env = { ...noted.env, ...ON_SQLITE, MISSION_CONTROL_LOCAL_DESKTOP: 'off' }
  const server = await startServer(t, env, undefined, main)
  assert.equal((await server.request('/api/mission-control/tasks')).status, 200)
  const files = noted.loaded().filter((url) => url.startsWith('file:'))
  const sizes = files.map((url) => statSync(fileURLToPath(url)).size)
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  assert.ok(files.some((url) => url === pathToFileURL(main).href))
  assert.ok(files.length <= 85 && bytes <= 3_500_000, `${files.length} files of ${bytes} bytes`)
})

test("a short command loads nothing of server and runner but three small files, and neither of them all loads Node's own fetch", async (t) => {
  const dir = temporaryFolder(t)
  const probe = join(dir, 'probe.cjs')
  writeFileSync(
    probe,
    `const { writeFileSync } = require('node:fs')
process.on('exit', () => {
  const words = [process.argv[2], ...process.moduleLoadList]
  writeFileSync(__dirname + '/loaded-' + process.pid, words.join('\\n'))
})`,
  )
  const env = { NODE_OPTIONS: `--require=${probe}` }
  const server = await startServer(t, env)
  assert.equal((await new CommandLine(t, server).run(['tasks', 'list'], { env })).code, 0)
  const noted = noteModules(t)
  const fromSources = { ...new CommandLine(t, server).env, ...noted.env }
  execFileSync(process.execPath, [SOURCES, 'tasks', 'list'], { env: fromSources, stdio: 'ignore' })
  const list = noted.loaded().join('\n')
  const ofOthers = Array.from(
    list.matchAll(/packages\/((?:server|runner)\/.+)/g),
    ([, path]) => path,
  )
  assert.deepEqual(ofOthers.toSorted(), [
    'runner/src/desktop/home.ts',
    'server/src/join/runtimes.ts',
    'server/src/start-error.ts',
  ])
  const libraries = Array.from(list.matchAll(/node_modules\/([^/]+)/g), ([, name]) => name)
  assert.deepEqual([...new Set(libraries)].toSorted(), ['commander', 'eventsource-parser'])
  await finishCommand(server, 'true')
  await server.stop()
  const loaded = () =>
    readdirSync(dir)
      .filter((name) => name.startsWith('loaded-'))
      .map((name) => readFileSync(join(dir, name), 'utf8').split('\n'))
      .filter(([command]) => ['tasks', 'serve', 'runner'].includes(command!))
  await waitFor('all three to end', () => loaded().length === 3)
  for (const [command, ...modules] of loaded()) {
    assert.ok(modules.includes('NativeModule http'), command)
    assert.deepEqual(
      modules.filter((name) => /undici\/undici$/.test(name)),
      [],
      command,
    )
  }
})
