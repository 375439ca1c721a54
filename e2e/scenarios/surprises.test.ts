import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { inDatabase } from '../setup/database.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { finishCommand } from '../setup/tasks.ts'

/** The server that runs now. Each test leaves one for the next. */
let server = await startServer(wholeFile)
const { dataDir, desktopId } = server

/** Starts the server again, with something surprising done to its data meanwhile or in its environment. */
async function restart(surprise: () => unknown, env: NodeJS.ProcessEnv = {}): Promise<TestServer> {
  await server.stop()
  await surprise()
  server = await startServer(wholeFile, env, dataDir)
  assert.equal(server.desktopId, desktopId)
  return server
}

test('a credential in the environment of the server is not taken by its own runner', async () => {
  const other = await server.client.desktops.create({ name: 'another machine' })
  const env = { MISSION_CONTROL_CREDENTIAL: other.credential }
  const again = await restart(() => undefined, env)
  assert.equal((await finishCommand(again, 'true')).status, 'done')
  assert.equal((await again.client.desktops.get(other.id)).status, 'pending')
})

test('this machine stays the desktop that it is when its credential was lost', async () => {
  const task = await finishCommand(server, 'echo kept')
  const credential = join(dataDir, 'desktops', desktopId, 'credential')
  const again = await restart(() => writeFileSync(credential, ''))
  assert.equal((await finishCommand(again, 'true')).status, 'done')
  assert.equal((await again.client.tasks.get(task.id)).status, 'done')
})

test('after a backup was restored, desktops that are ahead of it still run what they are sent', async () => {
  for (let i = 0; i < 3; i++) await finishCommand(server, 'true')
  const again = await restart(() =>
    inDatabase(dataDir, 'delete from tasks; update desktops set last_dispatch = 0'),
  )
  const task = await finishCommand(again, 'echo still here')
  assert.equal(task.status, 'done')
})

test('a client that takes JSON as well as text gets JSON', async () => {
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
