import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inDatabase } from '../setup/database.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand } from '../setup/tasks.ts'

test('a credential in the environment of the server is not taken by its own runner', async (t) => {
  const dataDir = temporaryFolder(t)
  const first = await startServer(t, {}, dataDir)
  const other = await first.client.desktops.create({ name: 'another machine' })
  await first.stop()

  const again = await startServer(t, { MISSION_CONTROL_CREDENTIAL: other.credential }, dataDir)
  assert.equal(again.desktopId, first.desktopId)
  assert.equal((await finishCommand(again, 'true')).status, 'done')
  assert.equal((await again.client.desktops.get(other.id)).status, 'pending')
})

test('this machine stays the desktop that it is when its credential was lost', async (t) => {
  const dataDir = temporaryFolder(t)
  const first = await startServer(t, {}, dataDir)
  const task = await finishCommand(first, 'echo kept')
  await first.stop()
  writeFileSync(join(dataDir, 'desktops', first.desktopId, 'credential'), '')

  const again = await startServer(t, {}, dataDir)
  assert.equal(again.desktopId, first.desktopId)
  assert.equal((await finishCommand(again, 'true')).status, 'done')
  assert.equal((await again.client.tasks.get(task.id)).status, 'done')
})

test('after a backup was restored, desktops that are ahead of it still run what they are sent', async (t) => {
  const dataDir = temporaryFolder(t)
  const first = await startServer(t, {}, dataDir)
  for (let i = 0; i < 3; i++) await finishCommand(first, 'true')
  await first.stop()

  await inDatabase(dataDir, 'delete from tasks; update desktops set last_dispatch = 0')

  const again = await startServer(t, {}, dataDir)
  const task = await finishCommand(again, 'echo still here')
  assert.equal(task.status, 'done')
})

test('a client that takes JSON as well as text gets JSON', async (t) => {
  const server = await startServer(t)
  const { id } = await finishCommand(server, 'echo hello')
  const path = `/api/mission-control/tasks/${id}/output`
  const answer = await server.request(path, {
    headers: { accept: 'application/json, text/plain, */*' },
  })
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
  assert.equal(((await answer.json()) as unknown[]).length, 1)
  const text = await server.request(path, { headers: { accept: 'text/plain' } })
  assert.equal(await text.text(), 'hello\n')
})
