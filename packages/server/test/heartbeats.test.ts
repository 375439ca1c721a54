import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Metrics } from '@mission-control/protocol'
import { waitFor } from '../../../e2e/setup/wait.ts'
import { coreOver } from '../src/auth/offline.ts'
import { ensureOwner } from '../src/auth/owner.ts'
import { createDesktop } from '../src/desktops/create.ts'
import { Heartbeats } from '../src/runners/heartbeats.ts'
import { listActivity } from '../src/store/activity.ts'
import { findDesktopAnywhere, updateDesktop } from '../src/store/desktops.ts'
import { listDesktopMetrics, listFleetMetrics } from '../src/store/metrics.ts'
import type { DesktopRow, Tx } from '../src/store/schema.ts'
import { openStore } from '../src/store/store.ts'

const load = (cpu: number): Metrics => {
  const half = { used: 1, total: 2, percent: 50 }
  return { cpu, cores: 2, memory: half, disk: half }
}

test('heartbeats that come within a moment share a commit, and the last one of each desktop counts', async (t) => {
  const { heartbeats, speakers, stored, commits } = await withDesktops(t, 3)
  for (const speaker of speakers) heartbeats.add(speaker, load(10))
  for (const speaker of speakers) heartbeats.add(speaker, load(20))
  await waitFor('all to be stored', async () => (await stored()).every(({ metrics }) => metrics))
  for (const { metrics } of await stored()) assert.equal(JSON.parse(metrics!).cpu, 20)
  assert.equal(commits(), 1)
})

test('the first heartbeat of a minute is a point of the charts, and the others are none', async (t) => {
  const { heartbeats, speakers, core, workspaceId, seen } = await withDesktops(t, 2)
  const { db } = core.store
  let now = 60_000
  core.now = () => now
  for (const at of [60_000, 119_999, 120_000]) {
    now = at
    for (const speaker of speakers) heartbeats.add(speaker, load(50))
    await seen(at)
  }
  const points = await listDesktopMetrics(db, speakers[0]!.desktop.id, 0)
  assert.deepEqual(
    points.map(({ at }) => at),
    [60_000, 120_000],
  )
  const sums = await listFleetMetrics(db, workspaceId, 0, 60_000)
  assert.deepEqual(
    sums.map(({ at, cores, busy_cores }) => [at, cores, busy_cores]),
    [60_000, 120_000].map((at) => [at, 4, 2]),
  )
})

test('a desktop that counted as gone is back with its heartbeat, and one that has left stays away', async (t) => {
  const { heartbeats, speakers, core, workspaceId, change, stored } = await withDesktops(t, 2)
  const [silent, left] = speakers
  await change(silent!, { status: 'error', connected: 0 })
  await change(left!, { status: 'stopped', connected: 0 })
  for (const speaker of speakers) heartbeats.add(speaker, load(1))
  left!.isOver = true
  await waitFor('it to be back', async () => (await stored())[0]!.status === 'running')
  assert.deepEqual(
    (await stored()).map(({ status, connected }) => [status, connected]),
    [
      ['running', 1],
      ['stopped', 0],
    ],
  )
  const events = await listActivity(core.store.db, workspaceId, { after: 0 }, 100)
  const started = events.filter(({ type }) => type === 'desktop.started')
  assert.deepEqual(
    started.map(({ desktop_id }) => desktop_id),
    [silent!.desktop.id],
  )
})

test('a heartbeat says nothing of a desktop that has a newer connection, or was removed', async (t) => {
  const { heartbeats, speakers, change, stored, seen } = await withDesktops(t, 3)
  const [elsewhere, removed, here] = speakers
  await change(elsewhere!, { epoch: elsewhere!.desktop.epoch + 1 })
  await change(removed!, { status: 'destroyed' })
  for (const speaker of speakers) heartbeats.add(speaker, load(1))
  await seen(1_000, here)
  const [first, second] = await stored()
  assert.deepEqual([first!.metrics, second?.metrics ?? null], [null, null])
})

test('a heartbeat that the disk refuses is stored with a later one', async (t) => {
  const { heartbeats, speakers, stored, seen, refuse } = await withDesktops(t, 1)
  refuse(true)
  heartbeats.add(speakers[0]!, load(1))
  await waitFor('it to be refused', () => refuse(true) > 0)
  assert.equal((await stored())[0]!.metrics, null)
  refuse(false)
  await seen(1_000)
})

/** Heartbeats of so many desktops that run; each change of the database is a commit of its own. */
async function withDesktops(t: TestContext, count: number) {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  const store = await openStore(dir)
  let [commits, refused, refuses] = [0, 0, false]
  const over = coreOver(store, dir)
  const owner = await ensureOwner(over, undefined)
  const write = <T>(work: (tx: Tx) => Promise<T>, about?: string, isApart?: boolean) => {
    if (refuses) return Promise.reject(new Error(`refused ${++refused}`))
    commits++
    return store.write(work, about, isApart)
  }
  const core = { ...over, now: () => 1_000, store: Object.assign(Object.create(store), { write }) }
  const heartbeats = new Heartbeats(core)
  t.after(async () => {
    await heartbeats.close()
    await store.close()
    rmSync(dir, { recursive: true })
  })
  const change = ({ desktop }: { desktop: DesktopRow }, changes: Partial<DesktopRow>) =>
    store.write((tx) => updateDesktop(tx, desktop.id, changes))
  const speakers = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const { id } = await createDesktop(over, owner, { name: `d${i}` })
      const desktop = await store.write((tx) => updateDesktop(tx, id, { status: 'running' }))
      return { desktop: desktop!, isOver: false }
    }),
  )
  const { db } = store
  const stored = async () => {
    const rows = await Promise.all(
      speakers.map(({ desktop: { id } }) => findDesktopAnywhere(db, id)),
    )
    return rows as DesktopRow[]
  }
  /** Until it, or all of them, were heard of at this time. */
  const seen = (at: number, only?: (typeof speakers)[number]) =>
    waitFor(`heartbeats of ${at} to be stored`, async () => {
      const rows = (await stored()).filter((row) => !only || row?.id === only.desktop.id)
      return rows.every((row) => row?.last_seen_at === at)
    })
  const refuse = (does: boolean) => {
    refuses = does
    return refused
  }
  return {
    ...{ heartbeats, speakers, core, workspaceId: owner.workspaceId, change, stored, seen, refuse },
    commits: () => commits,
  }
}
