import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { inDatabase } from '../setup/database.ts'
import { openStream } from '../setup/event-stream.ts'
import { type Exposition, readExposition } from '../setup/exposition.ts'
import { noteModules } from '../setup/loaded-modules.ts'
import { SOURCES } from '../setup/main.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer, type TestServer } from '../setup/server.ts'
import { ended, finishCommand, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const TASKS = '/api/mission-control/tasks'
const TOKEN = 'a-token-of-prometheus'
const MEASURED = { MISSION_CONTROL_METRICS_TOKEN: TOKEN }
const noted = noteModules(wholeFile)
const server = await startServer(wholeFile, { ...MEASURED, ...noted.env }, undefined, SOURCES)

async function scrape({ url }: TestServer = server): Promise<Exposition> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })
  assert.equal(answer.status, 200)
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
  return readExposition(await answer.text())
}

/** Whether the server is ready, asked by nobody in particular; undefined: nobody answers. */
const readiness = ({ url }: TestServer) =>
  fetch(`${url}/api/ready`, { headers: { connection: 'close' } }).then(
    (answer) => answer,
    () => undefined,
  )

test('a figure moves by what the server did', async (t) => {
  const before = await scrape()
  for (let i = 0; i < 3; i++) await server.request(TASKS)
  await server.request('/api/nothing-here')
  await server.request('/api/nothing-here', { method: 'PROPFIND' })
  await server.request(`${TASKS}/task_unknown`)
  const task = await runCommand(server, untilThere('go'))
  await waitFor('its start', async () => (await server.client.tasks.get(task.id)).processStartedAt)
  const stream = await openStream(t, server)
  await stream.next()
  const during = await scrape()
  await finishCommand(server, 'touch go')
  await ended(server.client, task.id)
  stream.cut()
  const after = await waitFor('the stream to be over', async () => {
    const seen = await scrape()
    return seen.sum('mission_control_event_streams') === 0 && seen
  })

  const grew = (name: string, labels: Record<string, string | number>) =>
    after.sum(`mission_control_${name}`, labels) - before.sum(`mission_control_${name}`, labels)
  const list = { method: 'GET', route: TASKS }
  assert.equal(grew('http_requests_total', { ...list, status: 200 }), 3)
  assert.equal(grew('http_request_seconds_count', list), 3)
  assert.equal(grew('http_requests_total', { method: 'any', route: 'none', status: 404 }), 2)
  assert.equal(grew('http_requests_total', { route: `${TASKS}/:id`, status: 404 }), 1)
  assert.equal(grew('http_requests_total', { method: 'POST', route: `${TASKS}/:id/run` }), 2)
  for (const stage of ['sent', 'started', 'reported']) {
    assert.equal(grew('run_stage_seconds_count', { stage }), 2, stage)
  }
  const stream200 = { route: '/api/mission-control/activity/stream', status: 200 }
  assert.ok(grew('http_requests_total', stream200) >= 1)
  assert.equal(after.sum('mission_control_http_request_seconds_count', stream200), 0)
  assert.ok(grew('commits_total', { result: 'ok' }) >= 4)
  assert.ok(grew('writes_total', { result: 'ok' }) >= grew('commits_total', { result: 'ok' }))
  assert.equal(grew('commits_total', { result: 'failed' }), 0)

  const now = (name: string, labels = {}) => during.sum(`mission_control_${name}`, labels)
  assert.equal(now('event_streams'), 1)
  assert.equal(now('connected_desktops'), 1)
  assert.equal(now('desktops', { status: 'running' }), 1)
  assert.deepEqual([now('runs', { state: 'started' }), now('runs', { state: 'waiting' })], [1, 0])
  for (const part of ['database', 'schema', 'bus']) assert.equal(now('ready', { part }), 1, part)
  assert.equal(now('storage_ok'), 1)
  assert.equal(now('build_info', { version: (await server.client.health()).version }), 1)
  assert.ok(now('disk_total_bytes') > now('disk_free_bytes') && now('disk_free_bytes') > 0)
  assert.ok(now('stored_bytes', { part: 'output' }) >= 0)
})

test('each query of the dashboard for Grafana and of the alarms names a figure that there is', async () => {
  const { types } = await scrape()
  const read = (file: string) =>
    readFileSync(join(import.meta.dirname, '../../deploy', file), 'utf8')
  const dashboard = JSON.parse(read('grafana-dashboard.json'))
  const queries: string[] = dashboard.panels.flatMap(
    ({ targets }: { targets: { expr: string }[] }) => targets.map(({ expr }) => expr),
  )
  for (const [, expr = ''] of read('alerts.yaml').matchAll(/^ +expr: (.*)$/gm)) queries.push(expr)
  assert.ok(queries.length > 25)
  for (const query of queries) {
    const names = query.match(/\b(mission_control|process|nodejs)_\w+/g) ?? []
    assert.ok(names.length > 0 || query.startsWith('up{'), query)
    for (const name of names) {
      const isPart = types.get(name.replace(/_bucket$/, '')) === 'histogram'
      assert.ok(types.has(name) || isPart, `${name} in ${query}`)
    }
  }
})

test('nothing that is asked or stored adds a line, and no id is in one', async () => {
  // Each kind of request once, and what follows from it.
  const ask = async (i: number) => {
    await server.request(`/api/nothing-${i}`, { method: i % 2 ? 'PROPFIND' : 'GET' })
    await server.request(`/nothing-${i}`, { headers: { accept: 'application/json' } })
    await server.request(`${TASKS}/task_${i}`)
    await server.client.desktops.create({ name: `d-${i}` })
    await finishCommand(server, `echo ${i}`)
    await scrape()
  }
  await ask(0)
  await ask(1)
  const lines = async () =>
    new Set([...(await scrape()).values.keys()].filter((key) => key.startsWith('mission_control')))
  const before = await lines()
  for (let i = 2; i < 6; i++) await ask(i)
  assert.deepEqual(
    [...(await lines())].filter((key) => !before.has(key)),
    [],
  )
  assert.doesNotMatch((await scrape()).text, /(task|desktop|run|workspace)_[0-9a-hjkmnp-tv-z]{26}/)
})

test('the figures are for whoever has the token', async () => {
  for (const authorization of [
    '',
    'Bearer wrong',
    `Basic ${TOKEN}`,
    `Bearer ${TOKEN} `.repeat(2),
  ]) {
    const answer = await fetch(`${server.url}/metrics`, { headers: { authorization } })
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer')
    await assertProblem(answer, 'unauthenticated')
  }
  assert.match(noted.loaded().join('\n'), /prom-client/)
})

test('a database that lacks a step of the schema makes the server not ready, in words', async () => {
  assert.partialDeepStrictEqual(await server.client.ready(), { status: 'ready' })
  const [{ name, timestamp } = {}] = await inDatabase(
    server.dataDir,
    'select name, timestamp from kysely_migration order by name desc limit 1',
  )
  await inDatabase(server.dataDir, `delete from kysely_migration where name = '${name}'`)
  const answer = await readiness(server)
  const { detail, errors } = await assertProblem(answer as Response, 'not_ready')
  assert.match(detail, new RegExp(`schema: .*lacks ${name}\\. Start the server again`))
  assert.deepEqual(
    errors?.map(({ path }) => path),
    ['schema'],
  )
  assert.equal((await scrape()).sum('mission_control_ready', { part: 'schema' }), 0)
  await inDatabase(
    server.dataDir,
    `insert into kysely_migration (name, timestamp) values ('${name}', '${timestamp}')`,
  )
  assert.equal((await readiness(server))?.status, 200)
})

test('at TERM the server is not ready first, answers meanwhile, and then stops', async (t) => {
  const drained = await startServer(t, { MISSION_CONTROL_DRAIN: '4' })
  const stopped = drained.stop()
  const answer = await waitFor('it to say so', async () => {
    const seen = await readiness(drained)
    assert.ok(seen, 'it stopped without a word')
    return seen.status === 503 && seen
  })
  const { detail } = await assertProblem(answer, 'not_ready')
  assert.match(detail, /It stops/)
  assert.equal((await drained.client.health()).status, 'ok')
  assert.equal((await finishCommand(drained, 'true')).status, 'done')
  assert.equal(await stopped, 0)
  assert.equal(await readiness(drained), undefined)
})
