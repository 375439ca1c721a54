import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { openBrowser, setUpBrowser } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { SOURCES } from '../setup/main.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, says } from '../setup/model/replies.ts'
import { filesIn, installPackage, pack } from '../setup/package.ts'
import { finishPrompt, transcriptOf } from '../setup/prompts.ts'
import { startRunner } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, outputOf, runCommand, untilThere } from '../setup/tasks.ts'

const MIB = 2 ** 20
const folder = temporaryFolder(wholeFile)
const archive = join(folder, 'mission-control-test.tgz')
pack(archive)
const installed = installPackage(archive, join(folder, 'installed'))
const model = await ModelServer.start(wholeFile)

/** The same main job, whichever way the server is started. */
const WAYS: Record<string, string> = {
  'from the sources': SOURCES,
  'from the package': join(installed, 'bin/mission-control.js'),
}

for (const [way, main] of Object.entries(WAYS)) {
  suite(`started ${way}`, () => {
    const dataDir = temporaryFolder(wholeFile)
    const env = model.environment('builtin')
    const starting = startServer(wholeFile, env, dataDir, main)

    test('a command is run, watched, approved and done', async () => {
      const server = await starting
      const content = 'echo out; echo err >/dev/stderr; printf "\\377"'
      const task = await finishCommand(server, content, { requiresApproval: true })
      assert.equal(task.status, 'review')
      await server.client.tasks.review(task.id, { decision: 'approve' })
      const done = await server.client.tasks.get(task.id)
      assert.deepEqual([done.status, done.exitCode], ['done', 0])
      const output = await outputOf(server.client, task.id)
      assert.deepEqual(
        [...output.toString('latin1')].sort().join(''),
        [...'out\nerr\n\xff'].sort().join(''),
      )
    })

    test('a prompt is answered by the built-in agent', async () => {
      const server = await starting
      model.script = [calls({ name: 'shell', input: { command: 'echo it' } }), says('Done.')]
      const task = await finishPrompt(server, 'Say it.')
      assert.deepEqual([task.status, task.result], ['done', 'Done.'])
      const results = (await transcriptOf(server.client, task.id)).filter(
        ({ type }) => type === 'tool_result',
      )
      assert.match(JSON.stringify(results), /it\\n/)
    })

    test('the dashboard is there, and a person signs in', async () => {
      const server = await starting
      const page = await (await fetch(server.url, { headers: { accept: 'text/html' } })).text()
      const [, script = ''] = /src="\.?\/?(assets\/[^"]+\.js)"/.exec(page) ?? []
      const answer = await fetch(`${server.url}/${script}`)
      assert.equal(answer.status, 200, page)
      await setUpBrowser(server)
      assert.equal((await openBrowser(server).request('/api/auth/session')).status, 200)
    })

    test("the API's document and the search are loaded when they are asked for", async () => {
      const server = await starting
      const document = await (await server.request('/api/openapi.json')).json()
      assert.equal(document.openapi.slice(0, 2), '3.')
      assert.equal((await server.request('/api/mission-control/search?q=echo')).status, 200)
    })

    test('a command outlives the server, and the next one adopts it', async () => {
      const server = await starting
      const task = await runCommand(server, `${untilThere('go')}; echo adopted`)
      assert.equal(await server.stop(), 0)
      writeFileSync(join(server.workDir, 'go'), '')
      const next = await startServer(wholeFile, env, dataDir, main)
      const done = await ended(next.client, task.id)
      assert.equal(done.status, 'done')
      assert.equal(`${await outputOf(next.client, task.id)}`, 'adopted\n')
      const desktop = await next.client.desktops.create({ name: 'another' })
      await startRunner(wholeFile, next.url, join(folder, desktop.id), desktop.credential, {}, main)
      const other = { client: next.client, desktopId: desktop.id }
      assert.equal((await finishCommand(other, 'true')).status, 'done')
    })
  })
}

test('the same tree gives the same bytes, of 25 MiB at most', () => {
  const again = join(folder, 'again.tgz')
  pack(again)
  assert.ok(readFileSync(again).equals(readFileSync(archive)))
  assert.ok(statSync(archive).size < 25 * MIB)
})

test('nothing is run or fetched by an installation, and everything inside has its licence', () => {
  const files = filesIn(archive)
  const manifest = JSON.parse(`${files.get('package/package.json')}`)
  assert.deepEqual(
    ['scripts', 'dependencies', 'optionalDependencies'].filter((key) => key in manifest),
    [],
  )
  const licences = `${files.get('package/LICENCES.md')}`
  for (const name of ['fastify', 'better-auth', 'ai', 'react', 'koffi', 'zod', 'rolldown']) {
    const isInside = name !== 'rolldown'
    assert.equal(new RegExp(`^- ${name} \\d\\S+: \\S+$`, 'm').test(licences), isInside, name)
  }
  for (const program of ['cli/main', 'keeper/main', 'agent/main', 'client/index']) {
    const map = JSON.parse(`${files.get(`package/lib/${program}.js.map`)}`)
    assert.match(map.sources.join(' '), /packages\/\w+\/src\/\S+\.ts/)
  }
})

test('the SDK has its types, and runs in browsers', async () => {
  const dir = join(folder, 'installed')
  mkdirSync(dir, { recursive: true })
  const use = `import { createClient, waitForTask } from 'mission-control/client'
const client = createClient({ baseUrl: 'http://127.0.0.1', apiKey: 'k' })
const task = await client.tasks.create({ type: 'command', content: 'true', desktopId: 'd' })
const status: 'pending' | 'running' | 'review' | 'done' | 'failed' | 'cancelled' = task.status
// @ts-expect-error: there is no such type
await client.tasks.create({ type: 'nonsense', content: status, desktopId: 'd' })
const ended = await waitForTask(client, task.id)
// @ts-expect-error: a number
export const code: string = ended.exitCode
`
  writeFileSync(join(dir, 'use.mts'), use)
  const compiler = resolve(import.meta.dirname, '../../node_modules/typescript/bin/tsc')
  const strict = ['--noEmit', '--strict', '--target', 'es2024', '--lib', 'es2024,dom,dom.iterable']
  for (const modules of [['nodenext'], ['esnext', '--moduleResolution', 'bundler']]) {
    const options = ['--module', ...modules, '--types', '', 'use.mts']
    execFileSync(process.execPath, [compiler, ...strict, ...options], {
      cwd: dir,
      stdio: 'inherit',
    })
  }
  const sdk = join(installed, 'lib/client/index.js')
  assert.ok(existsSync(sdk))
  assert.doesNotMatch(readFileSync(sdk, 'utf8'), /^import /m)
  const { createClient } = await import(pathToFileURL(sdk).href)
  assert.equal(typeof createClient, 'function')
})
