import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { waitForTask } from '@mission-control/client'
import type { CreatedDesktop, Desktop, DesktopStatus } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { openStream } from '../setup/event-stream.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { assertProblem } from '../setup/problems.ts'
import { startProgram } from '../setup/processes.ts'
import { startDesktop, startRunner } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, runCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client, url } = server
const DESKTOPS = '/api/desktops'
const REFUSED = 3

async function becomes(id: string, status: DesktopStatus): Promise<Desktop> {
  return await waitFor(`the desktop to be ${status}`, async () => {
    const desktop = await client.desktops.get(id)
    return desktop.status === status && desktop
  })
}

const typesOf = async (desktopId: string) =>
  (await client.activity.list({ after: 0, desktopId })).map(({ type }) => type)

test('the server’s own machine is a desktop like any other', async () => {
  const desktop = await client.desktops.get(server.desktopId)
  assert.equal(desktop.name, hostname())
  assert.equal(desktop.status, 'running')
  assert.equal(desktop.agentReady, false)
  assert.equal(desktop.agent, null)
  assert.match(desktop.lastSeenAt ?? '', /Z$/)
  const { system, runnerVersion, workDir, upSince, service } = desktop.machine!
  assert.ok(system && /^\d+\.\d+/.test(runnerVersion))
  assert.equal(workDir, server.workDir)
  assert.ok(Date.parse(upSince!) < Date.now())
  assert.ok(
    service!.scope === 'none' ? service!.unit === null : service!.unit!.endsWith('.service'),
  )
  const { cpu, memory, disk } = desktop.metrics!
  assert.ok(cpu >= 0 && cpu <= 100)
  for (const { used, total, percent } of [memory, disk]) {
    assert.ok(used > 0 && used <= total)
    assert.ok(percent > 0 && percent <= 100)
  }
})

test('a new desktop is pending, and its credential is shown once', async () => {
  const json = { name: 'build', labels: ['gpu', 'zone:eu'] }
  const answer = await server.request(DESKTOPS, { method: 'POST', json })
  assert.equal(answer.status, 201)
  const { credential, ...desktop } = (await answer.json()) as CreatedDesktop
  assert.match(credential, /^mcd_[0-9a-z]{26}_\S{32,}$/)
  assert.match(desktop.id, /^desktop_[0-9a-z]{26}$/)
  const { id, createdAt } = desktop
  const nothing = {
    ipAddress: null,
    agentReady: false,
    metrics: null,
    agent: null,
    machine: null,
    presets: [],
    lastSeenAt: null,
    defaultTimeoutSeconds: null,
    invitation: null,
    problem: null,
    upgradePolicy: 'auto',
    upgrade: null,
    agentKey: null,
  }
  assert.deepEqual(desktop, { id, ...json, status: 'pending', createdAt, ...nothing })

  assert.deepEqual(await client.desktops.get(id), desktop)
  const list = await (await server.request(DESKTOPS)).text()
  assert.ok(list.includes(id))
  assert.ok(!list.includes(credential))
})

test('the list is oldest first, and names may be used twice', async () => {
  const one = await client.desktops.create({ name: 'twin' })
  const two = await client.desktops.create({ name: 'twin' })
  assert.notEqual(one.id, two.id)
  const ids = (await client.desktops.list()).map(({ id }) => id)
  assert.equal(ids[0], server.desktopId)
  assert.deepEqual(ids.slice(-2), [one.id, two.id])
})

test('with its credential a runner brings the desktop to life, and to rest when it stops', async (t) => {
  const { desktop, program, dir } = await startDesktop(t, server, 'lively')
  const running = await becomes(desktop.id, 'running')
  assert.ok(running.metrics)
  assert.ok(running.lastSeenAt)
  const task = await finishCommand(server, 'true', { desktopId: desktop.id })
  assert.equal(task.desktopId, desktop.id)

  program.child.kill('SIGTERM')
  assert.equal(await program.exited, 0)
  const stopped = await becomes(desktop.id, 'stopped')
  assert.equal(stopped.metrics, null)
  const { id } = await client.tasks.create({
    type: 'command',
    content: 'true',
    desktopId: desktop.id,
  })
  const path = `/api/mission-control/tasks/${id}/run`
  await assertProblem(await server.request(path, { method: 'POST' }), 'desktop_unavailable')
  assert.equal((await client.tasks.get(id)).status, 'pending')

  await startRunner(t, url, dir, desktop.credential)
  await becomes(desktop.id, 'running')
  await client.tasks.run(id)
  assert.equal((await waitForTask(client, id)).status, 'done')
  const types = (await typesOf(desktop.id)).filter((type) => type.startsWith('desktop.'))
  assert.deepEqual(types, ['desktop.started', 'desktop.stopped', 'desktop.started'])
})

test('a copy of a credential is refused in words, and the first runner is not disturbed', async (t) => {
  const { desktop, program } = await startDesktop(t, server, 'original')
  const work = await runCommand(server, 'sleep 0.5; echo whole', { desktopId: desktop.id })
  const dir = join(temporaryFolder(t), 'copy')
  const copy = startProgram(t, ['runner', '--server', url, '--dir', dir], {
    MISSION_CONTROL_CREDENTIAL: desktop.credential,
  })
  assert.equal(await copy.exited, REFUSED)
  assert.match(copy.stderr(), /belongs to another runner/)
  assert.match(copy.stderr(), /"original"/)

  assert.equal((await ended(client, work.id)).status, 'done')
  assert.equal(program.child.exitCode, null)
  assert.ok(!program.stdout().includes('disconnected'))
  assert.deepEqual(
    (await typesOf(desktop.id)).filter((type) => type.startsWith('desktop.')),
    ['desktop.started'],
  )
})

test('a credential that nobody has given out is refused in words', async (t) => {
  const { credential } = await client.desktops.create({ name: 'real' })
  const dir = join(temporaryFolder(t), 'runner')
  const forged = startProgram(t, ['runner', '--server', url, '--dir', dir], {
    MISSION_CONTROL_CREDENTIAL: `${credential.slice(0, -1)}${credential.endsWith('x') ? 'y' : 'x'}`,
  })
  assert.equal(await forged.exited, REFUSED)
  assert.match(forged.stderr(), /credential is not known to the server/)
  assert.ok(!forged.stderr().includes(credential.slice(0, -1)))
})

test('while the runner is away but not yet missed, a run is accepted and waits for it', async (t) => {
  const { desktop, program, dir } = await startDesktop(t, server, 'away')
  const desktopId = desktop.id
  program.child.kill('SIGKILL')
  await program.exited
  const [kept, cancelled] = await client.tasks.createBatch({
    tasks: ['touch kept', 'touch cancelled'].map((content) => ({
      type: 'command',
      content,
      desktopId,
    })),
  })
  const waiting = await waitFor('the loss of the connection to show', async () => {
    const { status, waiting } = await client.tasks.get(kept!.id)
    if (status === 'pending') await client.tasks.run(kept!.id)
    return waiting === 'desktop_offline' && status
  })
  assert.equal(waiting, 'running')
  assert.equal((await client.desktops.get(desktopId)).status, 'running')
  // Nobody has it yet: a cancel is settled at once, and the command never starts.
  await client.tasks.run(cancelled!.id)
  assert.equal((await client.tasks.cancel(cancelled!.id)).status, 'cancelled')

  await startRunner(t, url, dir, desktop.credential)
  const done = await waitForTask(client, kept!.id)
  assert.equal(done.status, 'done')
  assert.equal(done.waiting, null)
  await finishCommand(server, 'true', { desktopId })
  assert.ok(existsSync(join(dir, 'work/kept')))
  assert.ok(!existsSync(join(dir, 'work/cancelled')))
})

test('the stream shows every desktop as it is, then what changes', async (t) => {
  const stream = await openStream(t, server, `${DESKTOPS}/stream`)
  const desktops = await client.desktops.list()
  for (const desktop of desktops) {
    const { id, data } = await stream.nextData()
    assert.equal(id, undefined)
    assert.ok(data.type === 'desktop.status')
    const { name, status, ipAddress } = desktop
    assert.deepEqual(
      [data.payload.id, data.payload.name, data.payload.status, data.payload.ipAddress],
      [desktop.id, name, status, ipAddress],
    )
    assert.equal(typeof data.payload.cpu, status === 'running' ? 'number' : 'object')
    assert.equal(data.payload.memory, desktop.metrics && data.payload.metrics?.memory.percent)
  }

  const { desktop, program } = await startDesktop(t, server, 'watched')
  program.child.kill('SIGTERM')
  await becomes(desktop.id, 'stopped')
  await client.desktops.delete(desktop.id)
  const seen: string[] = []
  while (seen.at(-1) !== 'destroyed') {
    const { data } = await stream.nextData()
    if (data.type === 'desktop.status' && data.payload.id === desktop.id) {
      seen.push(data.payload.status)
    }
  }
  assert.deepEqual(seen, ['pending', 'running', 'stopped', 'destroyed'])
})

test('the stream carries the load of a running desktop again and again', async (t) => {
  const stream = await openStream(t, server, `${DESKTOPS}/stream`)
  for (let beats = 0; beats < 2; ) {
    const { data } = await stream.nextData()
    if (data.type !== 'desktop.metrics' || data.payload.id !== server.desktopId) continue
    beats++
    assert.equal(data.payload.status, 'running')
    assert.ok(data.payload.memory !== null && data.payload.memory > 0)
    assert.ok(data.payload.cpu !== null && data.payload.cpu <= 100)
  }
})
