import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { startProxy } from '../setup/proxy.ts'
import { published } from '../setup/published.ts'
import { sampled } from '../setup/sampled.ts'
import { KEY, startServer } from '../setup/server.ts'

/** With @hey-api/openapi-ts: it asks at the address that the document names. */
const HEY_API = `
import { client } from './hey/client.gen.js'
import {
  type Approval, createTask, type Desktop, getTask, listApprovals, listDesktops, resolveApproval, runTask, type Task,
} from './hey/index.js'

export async function mainJob(key: string): Promise<Task> {
  client.setConfig({ auth: key, throwOnError: true })
  const throwOnError = true
  const [desktop]: Desktop[] = (await listDesktops({ throwOnError })).data
  const body = { type: 'command', content: 'echo by Hey API', desktopId: desktop?.id ?? null, requiresApproval: true } as const
  const { id }: Task = (await createTask({ body, throwOnError })).data
  const path = { id }
  let task: Task = (await runTask({ path, throwOnError })).data
  while (task.status === 'running') {
    await new Promise((done) => setTimeout(done, 20))
    task = (await getTask({ path, throwOnError })).data
  }
  const approvals: Approval[] = (await listApprovals({ throwOnError })).data
  const approval = approvals.find(({ taskId }) => taskId === id)
  if (!approval) throw new Error(\`no approval of \${JSON.stringify(task)}\`)
  await resolveApproval({ path: { id: approval.id }, body: { decision: 'approve' }, throwOnError })
  return (await getTask({ path, throwOnError })).data
}
`

/** With openapi-typescript and openapi-fetch, whose users pass the address. */
const OPENAPI_FETCH = `
import createClient from 'openapi-fetch'
import type { components, paths } from './api.js'

type Task = components['schemas']['Task']
type Approval = components['schemas']['Approval']
type Desktop = components['schemas']['Desktop']

function got<T>({ data, error }: { data?: T; error?: unknown }): T {
  if (data === undefined) throw new Error(JSON.stringify(error))
  return data
}

export async function mainJob(key: string, baseUrl: string): Promise<Task> {
  const client = createClient<paths>({ baseUrl, headers: { 'x-api-key': key } })
  const [desktop]: Desktop[] = got(await client.GET('/api/desktops'))
  const body = { type: 'command', content: 'echo by openapi-fetch', desktopId: desktop?.id ?? null, requiresApproval: true } as const
  const { id }: Task = got(await client.POST('/api/mission-control/tasks', { body }))
  const params = { path: { id } }
  let task: Task = got(await client.POST('/api/mission-control/tasks/{id}/run', { params }))
  while (task.status === 'running') {
    await new Promise((done) => setTimeout(done, 20))
    task = got(await client.GET('/api/mission-control/tasks/{id}', { params }))
  }
  const approvals: Approval[] = got(await client.GET('/api/mission-control/approvals'))
  const approval = approvals.find(({ taskId }) => taskId === id)
  if (!approval) throw new Error(\`no approval of \${JSON.stringify(task)}\`)
  got(await client.POST('/api/mission-control/approvals/{id}/resolve', {
    params: { path: { id: approval.id } }, body: { decision: 'approve' },
  }))
  return got(await client.GET('/api/mission-control/tasks/{id}', { params }))
}
`

const COMPILER = {
  compilerOptions: {
    strict: true,
    // Of the libraries only: what is made is no library, and is checked.
    skipLibCheck: true,
    target: 'es2022',
    module: 'nodenext',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
    outDir: 'out',
  },
  include: ['*.ts', 'hey/**/*.ts'],
}

const server = await startServer(wholeFile, { MISSION_CONTROL_TRUST_PROXY: '1' })
const proxy = await startProxy(wholeFile, server.url, '/at/work')
const folder = temporaryFolder(wholeFile)
const modules = await published('openapi-clients')

/** One of the published programs, in the folder. */
async function run(program: string, ...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [join(modules, '.bin', program), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close')
  const [[code], ...printed] = await Promise.all([closed, text(child.stdout), text(child.stderr)])
  assert.equal(code, 0, `${program}: ${printed.join('')}`)
}

/** As a proxy asks that takes the prefix off, and says so. */
const forwarded = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-prefix': '/at/work' }
const document = await (await fetch(`${proxy}/api/openapi.json`, { headers: forwarded })).text()
const address: string = JSON.parse(document).servers[0].url
for (const [name, content] of Object.entries({
  'openapi.json': document,
  'package.json': '{ "type": "module" }',
  'tsconfig.json': JSON.stringify(COMPILER),
})) {
  writeFileSync(join(folder, name), content)
}
symlinkSync(modules, join(folder, 'node_modules'))

/** The published makers of clients: what uses a client, and how one is made. */
const MAKERS = {
  'hey-api': {
    program: HEY_API,
    make: () =>
      run(
        'openapi-ts',
        '-i',
        'openapi.json',
        '-o',
        'hey',
        '-c',
        '@hey-api/client-fetch',
        '--no-log-file',
      ),
  },
  'openapi-fetch': {
    program: OPENAPI_FETCH,
    make: () => run('openapi-typescript', 'openapi.json', '-o', 'api.ts'),
  },
}
const makers = sampled(Object.entries(MAKERS), 1)

test('published makers of clients understand the document, and what they make is strict TypeScript', async () => {
  for (const [name, { program }] of makers) writeFileSync(join(folder, `${name}.ts`), program)
  await Promise.all(makers.map(([, { make }]) => make()))
  await run('tsc', '--project', '.')
})

for (const [name] of makers) {
  test(`${name}: a client that was made runs a task and approves it, behind a path prefix`, async () => {
    assert.equal(address, proxy)
    const { mainJob } = await import(join(folder, 'out', `${name}.js`))
    const task = await mainJob(KEY, address)
    assert.equal(task.status, 'done')
    assert.equal(task.requiresApproval, true)
  })
}
