import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ActivityEvent } from '@mission-control/protocol'
import { waitFor } from '../../../e2e/setup/wait.ts'
import { firstSetUpLink } from '../src/auth/set-up-link.ts'
import { sendMessage } from '../src/chat/send.ts'
import type { Core } from '../src/core.ts'
import { changeDesktop } from '../src/desktops/change.ts'
import { enrol } from '../src/join/enrol.ts'
import { createJoinToken, getJoinTokens } from '../src/join/tokens.ts'
import { Lease } from '../src/lease.ts'
import { DesktopClock } from '../src/runners/desktop-clock.ts'
import { takeIn } from '../src/runners/intake.ts'
import { OpenQuestions } from '../src/runners/open-questions.ts'
import { SharedClock } from '../src/shared-clock.ts'
import { appendActivity, listActivity } from '../src/store/activity.ts'
import { findDesktop, updateDesktop } from '../src/store/desktops.ts'
import { claimKey, putIdempotencyKey } from '../src/store/idempotency-keys.ts'
import { openStore } from '../src/store/store.ts'
import { findTask } from '../src/store/tasks.ts'
import { sweep } from '../src/sweep.ts'
import { createTask } from '../src/tasks/create.ts'
import { runTask } from '../src/tasks/run.ts'
import { startSeveral } from './setup/several.ts'

const HOUR = 3_600_000
const START_AT_ONCE = 20
const { cores, owners, newDesktop, race, bothOf, databaseUrl, dir } =
  await startSeveral(START_AT_ONCE)
const [one, other, third] = cores as [Core, Core, Core]
const owner = owners[0]!

test(`${START_AT_ONCE} servers that start at once on an empty database make one schema and one owner`, () => {
  assert.equal(new Set(owners.map(({ workspaceId }) => workspaceId)).size, 1)
  assert.equal(owners.filter(({ newKey }) => newKey !== undefined).length, 1)
})

test('a server that has another key than those that are there is refused in words', async (t) => {
  const at = { databaseUrl, tenure: 'shared' } as const
  const before = await openStore(dir, { ...at, fleet: 'one key' })
  const same = await openStore(dir, { ...at, fleet: 'one key' })
  await before.close()
  const another = () => openStore(dir, { ...at, fleet: 'another key' })
  await assert.rejects(another(), /has another MISSION_CONTROL_SECRET_KEY is running/)
  await same.close()
  const alone = await another()
  t.after(() => alone.close())
})

test('of two messages to one agent that come to two servers at once, one is answered first', async () => {
  const id = await newDesktop()
  const turns = await bothOf((core) => sendMessage(core, owner, id, 'Hello.'))
  assert.deepEqual(turns.map(({ status }) => status).sort(), ['pending', 'running'])
})

test('a desktop that two servers change at once keeps what each has changed', async () => {
  const id = await newDesktop()
  await race(
    (core) => changeDesktop(core, owner, id, { name: 'renamed' }),
    (core) => changeDesktop(core, owner, id, { labels: ['fast'] }),
  )
  const row = await findDesktop(one.store.db, owner.workspaceId, id)
  assert.deepEqual([row?.name, row?.labels], ['renamed', '["fast"]'])
})

test('two further tries of a task are its second and its third, at whatever server', async () => {
  const desktopId = await newDesktop()
  const task = { type: 'command', content: 'true', desktopId } as const
  const { id: rerunOf } = await createTask(one, owner, task)
  const tries = await bothOf((core) => createTask(core, owner, { ...task, rerunOf }))
  assert.deepEqual(tries.map(({ attempt }) => attempt).sort(), [2, 3])
})

test('of two servers that are asked with the same key, one answers and the other has none yet', async () => {
  const name = { user_id: owner.userId, route: 'createTask', key: 'k' }
  const rest = { fingerprint: 'f', status: 201, body: '{}', effect: null, created_at: Date.now() }
  const claim = (core: Core) =>
    core.store.jointly(async (tx) => {
      const found = await claimKey(tx, name, 0)
      if (found === 'free') await putIdempotencyKey(tx, { ...name, ...rest })
      return found
    })
  const [first, second] = await race(
    async (core) => await core.store.write((tx) => claimKey(tx, name, 0)),
    claim,
  )
  assert.deepEqual(
    [first, second].map((each) => each.status === 'fulfilled' && each.value),
    ['free', 'taken'],
  )
  assert.equal(await claim(one), 'free')
  assert.deepEqual(await claim(other), { ...name, ...rest })
})

test('a machine that asks two servers to join is one desktop, and takes one use of its token', async () => {
  const { token } = await createJoinToken(one, owner, { uses: 2, expiresInSeconds: 60 }, () => '')
  const publicKey = randomBytes(32).toString('base64url')
  const joined = await bothOf((core) => enrol(core, { token, publicKey, hostname: 'host' }))
  assert.equal(joined[0]!.desktopId, joined[1]!.desktopId)
  assert.equal((await getJoinTokens(one, owner))[0]?.used, 1)
})

test('of servers that start at once, one shows a link to set the password', async () => {
  const links = await bothOf((core) => firstSetUpLink(core, owner.userId))
  assert.equal(links.filter((link) => link !== undefined).length, 1)
})

test('servers tell the time by the clock of their database, whatever their own says', async (t) => {
  const told: unknown[] = []
  const log = { warn: (about: unknown) => told.push(about) }
  const real = Date.now()
  t.mock.method(Date, 'now', () => real - HOUR)
  const clock = new SharedClock()
  t.mock.restoreAll()
  assert.ok(Math.abs(clock.now() - Date.now()) > HOUR / 2)
  await clock.look(one.store, log)
  const now = clock.now()
  assert.ok(Math.abs(now - Date.now()) < HOUR / 2)
  // What agrees is left as it is, so no answer's delay moves the time.
  await clock.look(one.store, log)
  assert.ok(clock.now() >= now)
  assert.equal(told.length, 1)
})

test('one server keeps house, and another one when it has given that up', async () => {
  const [mine, others] = [new Lease(one, 'house'), new Lease(other, 'house')]
  assert.deepEqual([await mine.isHeld(), await others.isHeld()], [true, false])
  await mine.giveUp()
  assert.equal(await new Lease(third, 'house').isHeld(), true)
})

test('who keeps house next goes on with the time that has passed, unless nobody has kept it', async () => {
  const isOld = async (lease: Lease) => {
    await lease.isHeld()
    return lease.held!.now - lease.held!.since >= HOUR
  }
  const [mine, others] = [new Lease(one, 'clock'), new Lease(other, 'clock')]
  assert.equal(await isOld(mine), false)
  await one.store.write((tx) =>
    tx
      .updateTable('leases')
      .set((eb) => ({ since: eb('since', '-', HOUR) }))
      .where('name', '=', 'clock')
      .execute(),
  )
  await mine.giveUp()
  assert.equal(await isOld(others), true)
  await one.store.write((tx) =>
    tx.updateTable('leases').set({ until: 1 }).where('name', '=', 'clock').execute(),
  )
  assert.equal(await isOld(new Lease(third, 'clock')), false)
})

test('a desktop that was away for too long is lost as soon as another server keeps house', async () => {
  const desktopId = await newDesktop()
  const { id } = await createTask(one, owner, { type: 'command', content: 'true', desktopId })
  await runTask(one, owner, id)
  const now = Date.now()
  const away = { status: 'error', connected: 0, last_seen_at: now - HOUR } as const
  await one.store.write(async (tx) => {
    await updateDesktop(tx, desktopId, away)
    const kept = { name: 'sweep', holder: 'gone', since: now - 2 * HOUR, until: now - 1 }
    await tx.insertInto('leases').values(kept).execute()
  })
  const over = new AbortController()
  const downloads = () => Promise.reject(new Error('nothing is upgraded here'))
  const retention = { outputDays: 0, activityDays: 0 }
  const signIn = { mail: undefined, publicUrl: undefined }
  const options = { lostAfter: HOUR / 2, retention, signIn, downloads }
  const sweeping = sweep(other, over.signal, options)
  const task = await waitFor('its end', async () => {
    const task = await findTask(one.store.db, owner.workspaceId, id)
    return task?.status === 'failed' && task
  })
  assert.equal(task.error_code, 'desktop_lost')
  over.abort()
  await sweeping
})

test('what comes over a connection is refused once the desktop has a newer one', async () => {
  const id = await newDesktop()
  const before = (await findDesktop(one.store.db, owner.workspaceId, id))!
  const say = (core: Core) =>
    takeIn(core, before, [{ type: 'queued', runId: 'unknown' }], terms(id), () => undefined)
  await say(one)
  await other.store.write((tx) => updateDesktop(tx, id, { epoch: before.epoch + 1 }))
  await assert.rejects(say(one), /has a newer connection/)
})

const terms = (id: string) => ({
  outputLimit: 1,
  questions: new OpenQuestions(id),
  clock: new DesktopClock(),
})

test('events are seen in the order of their numbers, though many write them through three servers', async () => {
  const desktopId = await newDesktop()
  const { workspaceId } = owner
  const payload = { desktopId, name: 'n', status: 'running' } as const
  const event: ActivityEvent = { type: 'desktop.started', payload }
  const [begun] = await listActivity(one.store.db, workspaceId, {}, 1)
  const [WRITERS, EACH] = [8, 40]
  let left = 3 * WRITERS
  const writers = [one, other, third].flatMap(({ store }) =>
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let i = 0; i < EACH; i++) {
        await store.write(async (tx) => {
          await appendActivity(tx, workspaceId, 0, [event])
          if ((i + writer) % 7 === 0) await sleep(1)
        })
      }
      left--
    }),
  )
  let last = begun!.seq
  const read = async () => {
    const rows = await listActivity(third.store.db, workspaceId, { after: last }, 500)
    for (const { seq } of rows) assert.equal(seq, ++last)
    return rows.length
  }
  while (left > 0) await read()
  await Promise.all(writers)
  while ((await read()) > 0);
  assert.equal(last, begun!.seq + 3 * WRITERS * EACH)
})
