import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TranscriptRecord } from '@mission-control/protocol'
import { cleanUp, wholeFile } from '../setup/cleanup.ts'
import { expressProject } from '../setup/model/express-project.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, type Reply, says } from '../setup/model/replies.ts'
import { finishPrompt, transcriptOf } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'

const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, model.environment('builtin'))
const { client, workDir } = server

/** Has the model decide so; resolves with the task as it waits for its review, and what was done. */
async function carryOut(prompt: string, decisions: Reply[]) {
  model.script = [...decisions]
  const task = await finishPrompt(server, prompt, { requiresApproval: true })
  assert.deepEqual([task.status, task.error], ['review', null])
  const steps = decisions.length
  const usage = { inputTokens: 100 * steps, outputTokens: 20 * steps, costUsd: null, steps }
  assert.deepEqual(task.usage, usage)
  return { task, records: await transcriptOf(client, task.id) }
}

const titlesIn = (records: TranscriptRecord[]) =>
  records.flatMap((record) => (record.type === 'tool_call' ? [record.title] : []))

const changesIn = (records: TranscriptRecord[]) =>
  records.flatMap((record) =>
    record.type === 'file_change' ? [`${record.change} ${record.path}`] : [],
  )

const resultsIn = (records: TranscriptRecord[]) =>
  records.flatMap((record) => (record.type === 'tool_result' ? [record] : []))

test('set up a Node.js project with Express and write unit tests', async () => {
  const { task, records } = await carryOut(
    'set up a Node.js project with Express and write unit tests',
    expressProject,
  )
  assert.equal(task.result, 'The project is set up, and its 4 tests pass.')
  assert.deepEqual(titlesIn(records).slice(1), [
    'list_files',
    'write_file src/app.js',
    'write_file test/app.test.js',
    'npm test',
    'read_file src/app.js',
    'edit_file src/app.js',
    'npm test',
  ])
  assert.deepEqual(changesIn(records), [
    'created src/app.js',
    'created test/app.test.js',
    'modified src/app.js',
  ])
  const codes = resultsIn(records).map(({ exitCode }) => exitCode)
  assert.deepEqual(
    codes.filter((code) => code !== null),
    [0, 1, 0],
  )
  // What it says is true: Express is there, and the project's own tests pass.
  const manifest = JSON.parse(readFileSync(join(workDir, 'package.json'), 'utf8'))
  assert.deepEqual(Object.keys(manifest.dependencies), ['express'])
  execFileSync('npm', ['test'], { cwd: workDir, stdio: 'pipe' })
})

test('a small prompt: rename a function wherever it is used', async () => {
  mkdirSync(join(workDir, 'lib'))
  writeFileSync(join(workDir, 'lib/add.js'), 'export const plus = (a, b) => a + b\n')
  const use = "import { plus } from './add.js'\nconsole.log(plus(1, plus(2, 3)))\n"
  writeFileSync(join(workDir, 'lib/main.js'), use)
  const rename = (path: string) =>
    calls({ name: 'edit_file', input: { path, old: 'plus', new: 'add', all: true } })
  const { records } = await carryOut('Rename plus to add, and see that it still works.', [
    calls({ name: 'list_files', input: { path: 'lib' } }),
    calls(
      { name: 'read_file', input: { path: 'lib/add.js' } },
      { name: 'read_file', input: { path: 'lib/main.js' } },
    ),
    rename('lib/add.js'),
    rename('lib/main.js'),
    calls({ name: 'shell', input: { command: 'node lib/main.js' } }),
    says('It is called add now, and still adds up.'),
  ])
  const results = resultsIn(records)
  assert.equal(results[0]?.output, 'lib/add.js\nlib/main.js')
  assert.deepEqual([results.at(-1)?.output, results.at(-1)?.exitCode], ['6\n', 0])
  assert.deepEqual(changesIn(records), ['modified lib/add.js', 'modified lib/main.js'])
  assert.ok(!readFileSync(join(workDir, 'lib/main.js'), 'utf8').includes('plus'))
})

test('a small prompt: find something in the files, and answer', async () => {
  mkdirSync(join(workDir, 'notes'))
  writeFileSync(join(workDir, 'notes/trees.md'), '# Trees\n\n- fir: 12\n- beech: 7\n')
  const { task, records } = await carryOut('How many beeches are there by our notes?', [
    calls({ name: 'list_files', input: { path: 'notes' } }),
    calls({ name: 'read_file', input: { path: 'notes/trees.md', from: 3 } }),
    (response, request) => {
      const seen = JSON.stringify(request.body.messages.at(-1))
      return says(`There are ${/beech: (\d+)/.exec(seen)?.[1]}.`)(response, request)
    },
  ])
  assert.equal(task.result, 'There are 7.')
  assert.deepEqual(titlesIn(records), ['list_files notes', 'read_file notes/trees.md'])
  assert.deepEqual(changesIn(records), [])
})

test('a small prompt: look at a page, and write down what it says', async (t) => {
  const page = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end('<script>track()</script><h1>Status</h1><p>All systems <b>go</b>.</p>')
  }).listen(0, '127.0.0.1')
  await once(page, 'listening')
  cleanUp(t, () => void page.close().closeAllConnections())
  const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}/`
  // A page of this machine is fetched only where a rule says so.
  await client.desktops.setPermissionRules(server.desktopId, [
    { tool: 'fetch_url', pattern: url, decision: 'allow' },
  ])
  const { records } = await carryOut('What does our status page say? Keep it in status.txt.', [
    calls({ name: 'fetch_url', input: { url } }),
    (response, request) => {
      const seen = `${request.body.messages.at(-1)?.content}`
      const content = `${/Status.*/s.exec(seen)?.[0].replaceAll(/\s+/g, ' ').trim()}\n`
      return calls({ name: 'write_file', input: { path: 'status.txt', content } })(
        response,
        request,
      )
    },
    says('Kept.'),
  ])
  assert.deepEqual(titlesIn(records), [`fetch_url ${url}`, 'write_file status.txt'])
  assert.equal(readFileSync(join(workDir, 'status.txt'), 'utf8'), 'Status All systems go .\n')
})
