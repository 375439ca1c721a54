import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MetricsPoint } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { inDatabase } from '../setup/database.ts'
import { assertProblem } from '../setup/problems.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { addStranger } from '../setup/stranger.ts'
import { finishCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const MINUTE = 60_000
const server = await startServer(wholeFile)
const { client, desktopId } = server
const METRICS = '/api/mission-control/metrics'

const minutesAgo = (minutes: number) => Math.floor(Date.now() / MINUTE) * MINUTE - minutes * MINUTE
const iso = (at: number) => new Date(at).toISOString()

test('a running desktop leaves a point for each minute, and the fleet with it', async (t) => {
  const since = minutesAgo(0)
  const points = await waitFor('the first heartbeat', async () => {
    const points = await client.desktops.metrics(desktopId)
    return points.length > 0 && points
  })
  const { memory, disk } = (await client.desktops.get(desktopId)).metrics!
  const [point] = points as [MetricsPoint]
  assert.ok(Date.parse(point.at) >= since && Date.parse(point.at) % MINUTE === 0)
  assert.ok(point.cpu >= 0 && point.cpu <= 100)
  assert.ok(Math.abs(point.memory - memory.percent) < 50)
  assert.ok(Math.abs(point.disk - disk.percent) < 5)

  const { resources } = await client.metrics.get()
  assert.deepEqual(
    resources.map(({ at }) => at),
    points.map(({ at }) => at),
  )

  // Two further heartbeats, five seconds apart.
  const second = await startDesktop(t, server, 'second')
  const seen = new Set<string | null>()
  await waitFor('heartbeats', async () => {
    seen.add((await client.desktops.get(second.desktop.id)).lastSeenAt)
    return seen.size > 2
  })
  const times = (await client.desktops.metrics(second.desktop.id)).map(({ at }) => at)
  assert.ok(times.length > 0 && times.length <= 2)
  assert.equal(new Set(times).size, times.length)
})

test('a desktop that never ran has no points', async () => {
  const { id } = await client.desktops.create({ name: 'never connected' })
  assert.deepEqual(await client.desktops.metrics(id), [])
})

test('minutes say how far back; the points are oldest first', async (t) => {
  const own = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
  const { id } = await own.client.desktops.create({ name: 'past' })
  const other = (await own.client.desktops.create({ name: 'other' })).id
  const ages = [1438, 90, 59, 58, 2]
  const past = minutesAgo(1438)
  const rows = ages.map((age) => `('${id}', ${minutesAgo(age)}, ${age % 100}, 20.5, 30)`)
  await inDatabase(
    own.dataDir,
    `insert into desktop_metrics (desktop_id, at, cpu, memory, disk) values ${rows},
      ('${other}', ${minutesAgo(1)}, 1, 1, 1)`,
  )
  const cpusOf = async (minutes?: number) => {
    const points = await own.client.desktops.metrics(id, { minutes })
    assert.deepEqual(
      points,
      points.toSorted((a, b) => a.at.localeCompare(b.at)),
    )
    return points.map(({ cpu }) => cpu)
  }
  const [first] = await own.client.desktops.metrics(id, { minutes: 1440 })
  assert.deepEqual(first, { at: iso(past), cpu: 38, memory: 20.5, disk: 30 })
  assert.deepEqual(await cpusOf(1440), [38, 90, 59, 58, 2])
  assert.deepEqual(await cpusOf(100), [90, 59, 58, 2])
  assert.deepEqual(await cpusOf(10), [2])
  assert.deepEqual(await cpusOf(1), [])
  // The default is an hour; the minute may have turned meanwhile.
  assert.deepEqual((await cpusOf()).slice(-2), [58, 2])
})

test('the fleet’s load is weighted by cores and sizes, and told in as many points as a chart has', async (t) => {
  const own = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
  await own.client.desktops.create({ name: 'past' })
  // Two desktops' sums: 2 cores at 100 % and 6 at 20 %; then one of 4 cores, idle.
  const sums = `workspace_id, at, cores, busy_cores, memory_used, memory_total, disk_used, disk_total`
  const [half, five] = [minutesAgo(30), minutesAgo(5)]
  const rowAt = (at: number, figures: string) =>
    `insert into fleet_metrics (${sums})
      select id, ${at}, ${figures} from workspaces where name = 'Personal';`
  await inDatabase(
    own.dataDir,
    rowAt(half, '8, 3.2, 3000, 12000, 50, 1000') + rowAt(five, '4, 0, 0, 8000, 0, 0'),
  )
  const hour = await own.client.metrics.get({ minutes: 60 })
  assert.deepEqual(hour.resources, [
    { at: iso(half), cpu: 40, memory: 25, disk: 5 },
    { at: iso(five), cpu: 0, memory: 0, disk: 0 },
  ])
  assert.deepEqual((await own.client.metrics.get({ minutes: 20 })).resources, [hour.resources[1]])

  const day = await own.client.metrics.get({ minutes: 1440 })
  const quarter = 15 * MINUTE
  assert.deepEqual(
    day.resources.map(({ at, cpu }) => [at, cpu]),
    [
      [iso(half - (half % quarter)), 40],
      [iso(five - (five % quarter)), 0],
    ],
  )
  for (const [{ throughput }, count] of [
    [hour, 60],
    [day, 96],
  ] as const) {
    assert.equal(throughput.length, count)
    assert.deepEqual(new Set(throughput.map(({ done, failed }) => done + failed)), new Set([0]))
  }
})

test('throughput counts what was done and what failed, when it ended', async () => {
  await finishCommand(server, 'true')
  await finishCommand(server, 'exit 1')
  const earlier = [await finishCommand(server, 'true'), await finishCommand(server, 'true')]
  const yesterday = await finishCommand(server, 'true')
  const { id } = await client.tasks.create({ type: 'command', content: 'true', desktopId })
  await client.tasks.cancel(id)
  const gated = await finishCommand(server, 'true', { requiresApproval: true })
  const at = minutesAgo(200) + 30_000
  const ids = earlier.map((task) => `'${task.id}'`)
  await inDatabase(
    server.dataDir,
    `update tasks set completed_at = ${at} where id in (${ids});
     update tasks set completed_at = ${minutesAgo(1500)} where id = '${yesterday.id}'`,
  )

  const sumOf = async (minutes: number) => {
    const { throughput } = await client.metrics.get({ minutes })
    const times = throughput.map((point) => Date.parse(point.at))
    assert.deepEqual(times, times.toSorted())
    return throughput.reduce((sum, { done, failed }) => [sum[0]! + done, sum[1]! + failed], [0, 0])
  }
  assert.deepEqual(await sumOf(60), [1, 1])
  assert.deepEqual(await sumOf(1440), [3, 1])
  const { throughput } = await client.metrics.get({ minutes: 1440 })
  const stretch = throughput.findLast((point) => Date.parse(point.at) <= at)
  assert.deepEqual(stretch, { at: stretch?.at, done: 2, failed: 0 })

  await client.tasks.review(gated.id, { decision: 'reject' })
  assert.deepEqual(await sumOf(60), [1, 2])
})

test('what is older than a day is forgotten, what is younger is not', async (t) => {
  const own = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
  const { id } = await own.client.desktops.create({ name: 'past' })
  const ages = [1437, 1439, 1442, 1443, 1455, 1500, 5000]
  const rows = ages.flatMap((age) => [
    `insert into desktop_metrics values ('${id}', ${minutesAgo(age)}, 1, 1, 1);`,
    `insert into fleet_metrics select workspace_id, ${minutesAgo(age)}, 1, 1, 1, 1, 1, 1
       from desktops where id = '${id}';`,
  ])
  await inDatabase(own.dataDir, rows.join(''))
  const kept = async (table: string) =>
    (await inDatabase(own.dataDir, `select at from ${table} order by at`)).length
  await waitFor('what is old to go', async () => (await kept('fleet_metrics')) <= 2)
  assert.equal(await kept('desktop_metrics'), await kept('fleet_metrics'))
  assert.ok((await kept('fleet_metrics')) > 0)
})

test('minutes are a whole number from 1 to 1440', async () => {
  for (const path of [METRICS, `/api/desktops/${desktopId}/metrics`]) {
    for (const minutes of ['0', '1441', '-1', '1.5', 'day', '']) {
      const answer = await server.request(`${path}?minutes=${minutes}`)
      const { errors } = await assertProblem(answer, 'invalid_request')
      assert.equal(errors?.[0]?.path, 'minutes')
    }
  }
})

test('somebody else’s desktop and one that is gone have no metrics', async () => {
  const stranger = await addStranger(server)
  await assert.rejects(stranger.desktops.metrics(desktopId), { code: 'desktop_not_found' })
  const { resources, throughput } = await stranger.metrics.get()
  assert.deepEqual(resources, [])
  assert.ok(throughput.every(({ done, failed }) => done + failed === 0))

  const { id } = await client.desktops.create({ name: 'gone' })
  await client.desktops.delete(id)
  for (const gone of [id, 'desktop_x']) {
    const answer = await server.request(`/api/desktops/${gone}/metrics`)
    await assertProblem(answer, 'desktop_not_found')
  }
})
