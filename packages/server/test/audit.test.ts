import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Route, routes } from '@mission-control/protocol'
import type { Refusal } from '../src/audit/refusal.ts'
import { RefusalWindow } from '../src/audit/refusal-window.ts'
import { deedOf, refusalOf } from '../src/http/deed.ts'
import { appendActivity, listActivity } from '../src/store/activity.ts'
import { deleteSomeAudit, listAudit } from '../src/store/audit-log.ts'
import { doing } from '../src/store/deed.ts'
import { readActor } from '../src/store/kept-actor.ts'
import { openStore } from '../src/store/store.ts'
import { insertOwner } from '../src/store/workspaces.ts'
import { ADA, auditHolds, linesOf, request, verdictOn } from './setup/audited.ts'

const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
const store = await openStore(dir)
after(async () => {
  await store.close()
  rmSync(dir, { recursive: true })
})
await store.write((tx) => insertOwner(tx, { workspaceId: 'w', userId: 'user', name: 'Ada', at: 0 }))

test('each request has a row in the commit of what it did, and the rows of a workspace are one chain, also when old ones are gone', async () => {
  await auditHolds(store)
})

test('what a request sets going is the work of whoever asked, until it is answered; the rest is the system’s', async () => {
  const happen = () =>
    store.write((tx) =>
      appendActivity(tx, 'w', 0, [
        {
          type: 'desktop.started',
          payload: { desktopId: 'd', name: 'd', status: 'running' },
        },
      ]),
    )
  const deed = { doer: ADA, action: 'x', target: null, address: null, userAgent: null, at: 0 }
  const answered = Promise.withResolvers<void>()
  let later: Promise<void> | undefined
  let told: Promise<void> | undefined
  await doing(deed, async () => {
    await happen()
    later = answered.promise.then(happen)
    store.afterCommit(() => {
      told = happen()
    })
    await told
  })
  answered.resolve()
  await later
  await happen()
  const events = await listActivity(store.db, 'w', {}, 4)
  assert.deepEqual(events.map(({ actor }) => readActor(actor)?.name).reverse(), [
    'Ada',
    'system',
    'system',
    'system',
  ])
})

test('a request whose writes are one has its row also when they lose a race and start again', async () => {
  const deed = { doer: ADA, action: 'again', target: null, address: null, userAgent: null, at: 0 }
  let attempts = 0
  await doing(deed, () =>
    store.jointly(async () => {
      for (let i = 0; i < 2; i++) await store.write(async () => undefined)
      if (++attempts === 1) throw Object.assign(new Error('a lost race'), { code: '40001' })
    }),
  )
  assert.equal(attempts, 2)
  assert.equal((await listAudit(store.db, 'w', { action: 'again' }, 5)).length, 1)
})

test('of requests that share a commit each has its own actor', async () => {
  const before = (await listAudit(store.db, 'w', {}, 1))[0]!.seq
  const as = (name: string) =>
    doing(
      {
        doer: { ...ADA, actor: { ...ADA.actor, name } },
        action: name,
        target: null,
        address: null,
        userAgent: null,
        at: 0,
      },
      () => store.jointly(() => store.write(async () => undefined)),
    )
  const names = Array.from({ length: 20 }, (_, i) => `user ${i}`)
  await Promise.all(names.map(as))
  const rows = (await listAudit(store.db, 'w', {}, 100)).filter(({ seq }) => seq > before)
  assert.deepEqual(rows.map(({ actor_name }) => actor_name).reverse(), names)
  for (const { action, actor_name } of rows) assert.equal(action, actor_name)
})

/** Of a log whose first three rows are gone. */
const EXPORT = await exported()

for (const [name, spoil, expected] of [
  ['as it is', (lines: string[]) => lines, true],
  [
    'a changed row',
    (lines) => lines.with(2, lines[2]!.replace('"ok"', '"no"')),
    'line 3 Row 5 was changed',
  ],
  [
    'a field more',
    (lines) => lines.with(2, lines[2]!.replace('}', ',"more":1}')),
    'line 3 Row 5 was changed',
  ],
  [
    'a changed hash',
    (lines) => lines.with(3, lines[3]!.replace(/"hash":"./, '"hash":"x')),
    'line 4 Row 6 was changed',
  ],
  ['a missing row', (lines) => lines.toSpliced(2, 1), 'line 3 Row 5 is missing before row 6.'],
  [
    'several missing rows',
    (lines) => lines.toSpliced(2, 3),
    'line 3 Rows 5 to 7 are missing before row 8.',
  ],
  [
    'two rows in each other’s place',
    (lines) => lines.with(2, lines[3]!).with(3, lines[2]!),
    'line 3 The rows are not in their order: row 6 stands where row 5 belongs, which is in line 4.',
  ],
  [
    'a row twice',
    (lines) => lines.toSpliced(3, 0, lines[2]!),
    'line 4 Row 5 stands here once more, where row 6 belongs.',
  ],
  [
    'the first row missing',
    (lines) => lines.toSpliced(1, 1),
    'line 2 Row 4 is missing before row 5.',
  ],
  [
    'the last row missing',
    (lines) => lines.toSpliced(-2, 1),
    /^line \d+ Row \d+ is missing at the end\.$/,
  ],
  [
    'cut at the end',
    (lines) => lines.slice(0, -1),
    /^line \d+ The file is cut: it has no end behind row \d+\.$/,
  ],
  [
    'cut within a row',
    (lines) => lines.slice(0, 3).with(2, lines[2]!.slice(0, 40)),
    'line 3 This is no row of the log.',
  ],
  ['more behind the end', (lines) => [...lines, lines[1]!], /There is more behind the end\.$/],
  [
    'another beginning',
    (lines) => lines.with(0, lines[0]!.replace(/"after":\d+/, '"after":0')),
    /Row|Rows/,
  ],
  [
    'another workspace',
    (lines) => lines.with(0, lines[0]!.replace('"w"', '"v"')),
    'line 2 Row 4 was changed',
  ],
  ['no beginning', (lines) => lines.slice(1), /^line 1 This is no export/],
  ['nothing', () => [], 'line 0 The file is empty.'],
] as [string, (lines: string[]) => string[], true | string | RegExp][]) {
  test(`an export is verified: ${name}`, async () => {
    const verdict = await verdictOn(spoil(EXPORT))
    if (expected === true) return assert.equal(verdict.ok, true, JSON.stringify(verdict))
    const said = verdict.ok ? 'ok' : `line ${verdict.line} ${verdict.what}`
    if (expected instanceof RegExp) assert.match(said, expected)
    else assert.ok(said.startsWith(expected), said)
  })
}

test('an export of some of the rows says that it can’t be verified', async () => {
  const verdict = await verdictOn(await linesOf(store, 'w', { action: 'createTask' }))
  assert.match(verdict.ok ? 'ok' : verdict.what, /was filtered/)
})

test('each filter finds what it names, alone and with the others', async () => {
  const actions = async (filter: object) =>
    (await listAudit(store.db, 'w', filter, 10)).map(({ action }) => action)
  await request(store, 'a', { target: 'x', at: 5_000 })
  await request(store, 'b', { target: 'x', at: 6_000 })
  assert.deepEqual(await actions({ target: 'x' }), ['b', 'a'])
  assert.deepEqual(await actions({ target: 'x', actor: 'user', action: 'a' }), ['a'])
  assert.deepEqual(await actions({ after: 5_000, before: 6_000 }), ['a'])
  assert.deepEqual(await actions({ outcome: 'ok', target: 'x', before: 6_000 }), ['a'])
  assert.deepEqual(await actions({ outcome: 'refused' }), [])
  assert.deepEqual(await actions({ actor: 'nobody' }), [])
})

test('of each changing route that refuses the log says once who asked, for what, from where and how it was refused', () => {
  const request = { params: { id: 'x' }, ip: '192.0.2.1', headers: { 'user-agent': 'ua' } }
  for (const [action, route] of Object.entries(routes) as [string, Route][]) {
    if (route.method === 'GET') continue
    const doer = route.open ? undefined : ADA
    const deed = deedOf(action, request as never, doer as never, 7)
    const refused = { status: 403, code: 'not_allowed' } as const
    const rows: [Refusal, number][] = []
    const window = new RefusalWindow((refusal, count) => rows.push([refusal, count]))
    const refusal = refusalOf(route, request as never, deed, refused, false)
    if (refusal) window.add(refusal)
    window.close()
    const where = { address: '192.0.2.1', userAgent: 'ua', at: 7 }
    const row = {
      workspaceId: doer?.workspaceId,
      deed: { doer, action, target: 'x', ...where },
      outcome: 'not_allowed',
      network: '192.0.2.1',
      ...(route.open && { email: undefined }),
    }
    assert.deepEqual(rows, [[row, 1]], action)
  }
})

test('a flood of refusals is a few rows, which count all of it', () => {
  const rows: [string, number][] = []
  const window = new RefusalWindow(({ deed }, count) => rows.push([deed.action, count]))
  const refusal = (target: string): Refusal => ({
    workspaceId: undefined,
    deed: { doer: undefined, action: 'signIn', target, address: null, userAgent: null, at: 0 },
    outcome: 'wrong_credentials',
    network: 'n',
  })
  for (let i = 0; i < 100_000; i++) window.add(refusal(`${i % 1000}`))
  assert.equal(rows.length, 20)
  window.close()
  assert.equal(rows.length, 41)
  assert.equal(
    rows.reduce((sum, [, count]) => sum + count, 0),
    100_000,
  )
  assert.deepEqual(rows.at(-1), ['several', 98_000])
})

async function exported(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mission-control-'))
  const store = await openStore(folder)
  for (let at = 0; at < 10; at++) await request(store, 'createTask', { at })
  await store.write((tx) => deleteSomeAudit(tx, 3))
  const lines = await linesOf(store)
  await store.close()
  rmSync(folder, { recursive: true })
  return lines
}
