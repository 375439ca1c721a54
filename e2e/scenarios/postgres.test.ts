import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startPostgres } from '../setup/postgres.ts'
import { startServer } from '../setup/server.ts'

test('a command runs on PostgreSQL', async (t) => {
  const { url } = await startPostgres(t)
  const server = await startServer(t, { DATABASE_URL: url, MISSION_CONTROL_LOG_LEVEL: 'debug' })
  const task = (await server.client.tasks.create({
    desktopId: server.desktopId,
    content: 'echo hello',
    type: 'command',
  } as never)) as any
  await server.client.tasks.run(task.id)
  console.log(task)
  await new Promise((r) => setTimeout(r, 1500))
  console.log(await server.client.tasks.get(task.id))
  console.log(server.program.stderr().slice(0, 3000))
  assert.ok(task)
})
