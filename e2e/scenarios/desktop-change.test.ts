import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { openStream } from '../setup/event-stream.ts'
import { assertProblem } from '../setup/problems.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { addStranger } from '../setup/stranger.ts'
import { finishCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
const { client } = server
const pathOf = (id: string) => `/api/desktops/${id}`

test('a desktop gets another name or other labels; what is left out stays', async () => {
  const { credential: _, ...made } = await client.desktops.create({ name: 'old', labels: ['a'] })
  const { id } = made
  const patch = async (json: unknown) => {
    const answer = await server.request(pathOf(id), { method: 'PATCH', json })
    assert.equal(answer.status, 200)
    return await answer.json()
  }
  const renamed = { ...made, name: 'new' }
  assert.deepEqual(await patch({ name: ' new ' }), renamed)
  assert.deepEqual(await client.desktops.get(id), renamed)
  assert.deepEqual(await patch({ labels: ['b', 'c:d'] }), { ...renamed, labels: ['b', 'c:d'] })
  assert.deepEqual(await patch({ labels: [] }), { ...renamed, labels: [] })
  assert.deepEqual(await patch({ name: 'both', labels: ['x'] }), {
    ...made,
    name: 'both',
    labels: ['x'],
  })
  assert.deepEqual(await patch({}), await client.desktops.get(id))
  const ignored = { id: 'desktop_1', status: 'running', credential: 'mine', unknown: 1 }
  assert.deepEqual(await patch(ignored), { ...made, name: 'both', labels: ['x'] })
})

test('a running desktop is renamed without a disturbance', async (t) => {
  const { desktop, program } = await startDesktop(t, server, 'steady')
  const { name, status } = await client.desktops.update(desktop.id, { name: 'renamed' })
  assert.deepEqual([name, status], ['renamed', 'running'])
  const task = await finishCommand(server, 'true', { desktopId: desktop.id })
  assert.equal(task.status, 'done')
  assert.ok(!program.stdout().includes('disconnected'))

  program.child.kill('SIGTERM')
  await program.exited
  const stopped = await waitFor('its stop to be told', async () => {
    const [event] = await client.activity.list({ desktopId: desktop.id, type: 'desktop.stopped' })
    return event?.type === 'desktop.stopped' && event
  })
  assert.equal(stopped.payload.name, 'renamed')
})

test('who watches is told: of a new desktop, its new name, its labels and its removal', async (t) => {
  const stream = await openStream(t, server, '/api/desktops/stream')
  const { id } = await client.desktops.create({ name: 'one', labels: ['a'] })
  await client.desktops.update(id, { name: 'two' })
  await client.desktops.update(id, { labels: ['b'] })
  await client.desktops.delete(id)
  const seen: unknown[] = []
  while (seen.length < 4) {
    const { data } = await stream.nextData()
    if (data.type !== 'desktop.status' || data.payload.id !== id) continue
    const { name, status, labels } = data.payload
    seen.push([name, status, labels])
  }
  assert.deepEqual(seen, [
    ['one', 'pending', ['a']],
    ['two', 'pending', ['a']],
    ['two', 'pending', ['b']],
    ['two', 'destroyed', ['b']],
  ])
})

test('a desktop that is not there, was removed, or is somebody else’s is not found', async () => {
  const { id } = await client.desktops.create({ name: 'mine' })
  const stranger = await addStranger(server)
  await assert.rejects(stranger.desktops.update(id, { name: 'theirs' }), {
    code: 'desktop_not_found',
  })
  await assert.rejects(stranger.desktops.get(id), { code: 'desktop_not_found' })
  await assert.rejects(stranger.desktops.delete(id), { code: 'desktop_not_found' })
  assert.equal((await client.desktops.get(id)).name, 'mine')

  await client.desktops.delete(id)
  for (const gone of [id, 'desktop_01h2xcejqtf2nbrexx3vqjhp41', 'x', '%00', 'x'.repeat(2000)]) {
    const json = { name: 'gone' }
    const answer = await server.request(pathOf(gone), { method: 'PATCH', json })
    await assertProblem(answer, 'desktop_not_found')
  }
})
