import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { Health, StorageReport } from '@mission-control/protocol'
import { preload } from '../faults/harness/native.ts'
import { expectNoViolations } from '../setup/accessibility.ts'
import { openSignedIn, startChromium } from '../setup/chromium.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { inDatabase } from '../setup/database.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { assertProblem } from '../setup/problems.ts'
import { startProgram } from '../setup/processes.ts'
import { startDesktop, startRunner } from '../setup/runner.ts'
import { KEY, startServer } from '../setup/server.ts'
import { ended, outputOf, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const MC = '/api/mission-control'

/** A data directory, as older versions left it, whose disk fails with the word that `says` gives it. */
function fragileDisk() {
  const folder = temporaryFolder(wholeFile)
  const dataDir = join(folder, 'data')
  mkdirSync(dataDir)
  chmodSync(dataDir, 0o755)
  writeFileSync(join(dataDir, 'mission-control.db.backup'), '', { mode: 0o644 })
  const word = join(folder, 'word')
  const says = (text: string) => (text ? writeFileSync(word, text) : rmSync(word))
  const env = {
    LD_PRELOAD: preload('disk'),
    FAULTS_DIR: dataDir,
    FAULTS_DISK: word,
    MISSION_CONTROL_LOCAL_DESKTOP: 'off',
  }
  return { dataDir, says, env }
}

const disk = fragileDisk()
const server = await startServer(wholeFile, disk.env, disk.dataDir)
const { desktop, dir } = await startDesktop(wholeFile, server, 'elsewhere')
const { client } = server
const on = { client, desktopId: desktop.id }
const health = async () => {
  const response = await server.request('/api/health', { headers: { 'x-api-key': '' } })
  return { http: response.status, ...Health.parse(await response.json()) }
}
const storage = async () =>
  StorageReport.parse(await (await server.request(`${MC}/storage`)).json())

/** What a runner that wants to connect hears, where it isn't let in. */
async function answerToRunner(url: string): Promise<[number, string]> {
  const headers = { connection: 'upgrade', upgrade: 'websocket' }
  const asked = request(`${url}/api/runners/connect`, { headers }).end()
  const [response] = await once(asked, 'response')
  return [response.statusCode, await text(response)]
}

test('where the data lies, how much is free and what takes the room can be asked for', async () => {
  const task = await runCommand(on, 'head -c 3000000 /dev/zero')
  await ended(client, task.id)
  const { status, message, path, freeBytes, totalBytes, parts } = await storage()
  assert.deepEqual([status, message, path], ['ok', null, disk.dataDir])
  assert.ok(freeBytes > 0 && totalBytes > freeBytes)
  const output = parts.find(({ name }) => name === 'output')
  assert.ok(output && output.bytes > 2_500_000 && output.bytes < 4_000_000, JSON.stringify(parts))
  assert.deepEqual(await health(), { http: 200, ...(await client.health()) })
  assert.equal((await client.health()).status, 'ok')
})

for (const [word, status, says] of [
  ['ENOSPC', 'full', /is full .*free\).*for its database.*about .* for output.*goes on by itself/],
  ['EDQUOT', 'full', /is full .*free\).*for its database/],
  ['EROFS', 'read_only', /its disk is read-only, or its files belong to another user/],
  ['EIO', 'failing', /Writing to the disk of .* fails/],
] as const) {
  test(`while the disk says ${word}, writes are refused in words, reads and commands go on; then all goes on`, async () => {
    const file = join(dir, 'work', word)
    const running = await runCommand(on, `echo begun; ${untilThere(word)}; echo over`)
    await waitFor('the first line', async () => (await outputOf(client, running.id)).length > 0)
    const before = await client.tasks.list()
    disk.says(word)
    const create = () => {
      const json = { type: 'command', content: 'true', desktopId: desktop.id }
      return server.request(`${MC}/tasks`, { method: 'POST', json })
    }
    await assertProblem(await create(), 'insufficient_storage')
    // SQLite's word for it is vaguer than the one that is then asked for.
    await waitFor('the true reason', async () => (await health()).storage === status)
    const { detail } = await assertProblem(await create(), 'insufficient_storage')
    assert.match(detail, /^Nothing was changed\. /)
    assert.ok(detail.includes(disk.dataDir), detail)
    assert.match(detail, says)
    const { http, status: overall, problem } = await health()
    assert.deepEqual([http, overall], [200, 'degraded'])
    assert.ok(problem && !problem.includes(disk.dataDir), `${problem}`)
    assert.match((await storage()).message ?? '', says)
    assert.deepEqual(await client.tasks.list(), before)
    writeFileSync(file, '')

    disk.says('')
    await waitFor('the disk to be taken for well', async () => (await health()).status === 'ok')
    assert.equal((await create()).status, 201)
    assert.equal((await ended(client, running.id)).status, 'done')
    assert.equal(`${await outputOf(client, running.id)}`, 'begun\nover\n')
  })
}

test('the dashboard says so while it lasts, with the path and how to go on', async (t) => {
  const page = await openSignedIn(t, await startChromium(t), server)
  disk.says('ENOSPC')
  const banner = page.getByRole('alert').filter({ hasText: `${disk.dataDir} is full` })
  const write = server.request(`${MC}/settings`, {
    method: 'PATCH',
    json: { requireApproval: true },
  })
  await assertProblem(await write, 'insufficient_storage')
  await banner.getByText('goes on by itself').waitFor()
  await expectNoViolations(page)
  disk.says('')
  await banner.waitFor({ state: 'detached' })
})

test('a runner of a machine that has joined starts on a full disk', async () => {
  const folder = temporaryFolder(wholeFile)
  const { credential, id, name } = await client.desktops.create({ name: 'joined' })
  const joined = { server: server.url, desktopId: id, name }
  writeFileSync(join(folder, 'joined.json'), JSON.stringify(joined))
  const word = join(temporaryFolder(wholeFile), 'word')
  const env = { LD_PRELOAD: preload('disk'), FAULTS_DIR: folder, FAULTS_DISK: word }
  const before = await startRunner(wholeFile, server.url, folder, credential, env)
  before.child.kill('SIGTERM')
  assert.equal(await before.exited, 0)
  writeFileSync(word, 'ENOSPC')
  const runner = await startRunner(wholeFile, server.url, folder, credential, env)
  assert.match(runner.stderr(), /^The runner's state could not be noted: ENOSPC/)
  assert.equal((await client.desktops.get(id)).status, 'running')
})

/** Not waiting for it to be ready. */
function begin(dataDir = disk.dataDir) {
  const env = { ...disk.env, PORT: '0', MISSION_CONTROL_API_KEY: KEY }
  return startProgram(wholeFile, ['serve'], { ...env, MISSION_CONTROL_DATA_DIR: dataDir })
}

test('a start on a read-only disk is refused in words', async () => {
  await server.stop()
  disk.says('EROFS')
  const program = begin()
  assert.equal(await program.exited, 1)
  assert.match(program.stderr(), /^\S.*\.\n$/)
  assert.ok(program.stderr().includes(disk.dataDir), program.stderr())
  assert.match(program.stderr(), /its disk is read-only, .*MISSION_CONTROL_DATA_DIR/)
  disk.says('')
})

test('the first start on a full disk says so, and goes on by itself when there is room', async () => {
  const dataDir = join(disk.dataDir, 'new')
  mkdirSync(dataDir)
  writeFileSync(join(dataDir, 'other'), Buffer.alloc(3 * 1024 * 1024))
  disk.says('ENOSPC')
  const program = begin(dataDir)
  await waitFor('words', () => /\.\n$/.test(program.stderr()))
  assert.ok(program.stderr().includes(`${dataDir} cannot be written: its disk is full`))
  const rest =
    /full\. Free some room on it\. It has .* free of .* room in it: other \(3\.0 MiB\).* the start is tried again until it works\.\n$/
  assert.match(program.stderr(), rest)
  disk.says('')
  await program.prints(/Ctrl-C/)
  program.child.kill('SIGTERM')
  assert.equal(await program.exited, 0)
})

test('a server starts on a full disk, serves what is stored, and takes runs when there is room', async () => {
  // As a server leaves it that was killed: the next one has something to write before it lets runners in.
  await inDatabase(disk.dataDir, 'update desktops set connected = 1')
  disk.says('ENOSPC')
  const again = await startServer(wholeFile, disk.env, disk.dataDir)
  assert.ok((await again.client.tasks.list()).length > 0)
  assert.deepEqual(await answerToRunner(again.url), [503, 'the server starts'])
  const json = { name: 'meanwhile' }
  const refused = await again.request('/api/desktops', { method: 'POST', json })
  await assertProblem(refused, 'insufficient_storage')
  disk.says('')
  await waitFor('room', async () => (await again.client.health()).status === 'ok')
  const { desktop } = await startDesktop(wholeFile, again, 'afterwards')
  const task = await runCommand(again, 'echo again', { desktopId: desktop.id })
  assert.equal((await ended(again.client, task.id)).status, 'done')
})

test('the database, what lies beside it and its copies are closed to other users, also where they were not', () => {
  const modeOf = (name: string) => statSync(join(disk.dataDir, name)).mode & 0o777
  assert.equal(modeOf('.'), 0o700)
  for (const end of ['', '-wal', '-shm', '.backup']) {
    assert.equal(modeOf(`mission-control.db${end}`), 0o600, end)
  }
})
