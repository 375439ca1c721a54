import assert from 'node:assert/strict'
import { auditExport } from '../../src/audit/export.ts'
import { verifyExport } from '../../src/audit/verify.ts'
import { audit, toAuditEntry } from '../../src/store/audit.ts'
import { anyAuditBefore, deleteSomeAudit, listAudit } from '../../src/store/audit-log.ts'
import { doing } from '../../src/store/deed.ts'
import type { Store } from '../../src/store/store.ts'

export const ADA = {
  workspaceId: 'w',
  userId: 'user',
  actor: { kind: 'user', id: 'user', name: 'Ada' },
} as const

/** Does something by a request at that time, which writes as often as it is told. */
export async function request(
  store: Store,
  action: string,
  {
    target = null,
    at = 0,
    times = 1,
  }: { target?: string | null; at?: number; times?: number } = {},
): Promise<void> {
  const deed = { doer: ADA, action, target, address: '192.0.2.1', userAgent: 'curl', at }
  await doing(deed, async () => {
    for (let i = 0; i < times; i++) await store.write(async () => undefined)
  })
}

export async function linesOf(store: Store, workspaceId = 'w', filter = {}): Promise<string[]> {
  let text = ''
  for await (const piece of auditExport(store, workspaceId, filter)) text += piece
  return text.trimEnd().split('\n')
}

export async function verdictOn(lines: readonly string[]) {
  return await verifyExport(
    (async function* () {
      yield* lines
    })(),
  )
}

/** The log of a store as it must be, whatever the engine. */
export async function auditHolds(store: Store): Promise<void> {
  // First, whatever writes beside it: the log is forgotten from its beginning.
  await request(store, 'createTask', { target: 'task_1', at: 1, times: 2 })
  const undone = store.write(async (tx) => {
    audit(tx, ADA, { action: 'deleteTask', target: 'task_1' })
    throw new Error('changed its mind')
  })
  const other = { ...ADA, workspaceId: 'other' }
  const said = store.write(async (tx) => {
    audit(tx, ADA, { action: 'runTask', target: 'task_1' })
    audit(tx, other, { action: 'runTask', target: 'task_2' })
  })
  await Promise.allSettled([undone, said])
  await assert.rejects(undone)
  for (let i = 0; i < 600; i += 100) {
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => request(store, 'cancelTask', { at: 2 + i + n })),
    )
  }
  const entries = (await listAudit(store.db, 'w', {}, 1000)).map(toAuditEntry)
  assert.deepEqual(
    entries.map(({ id }) => id),
    Array.from({ length: 602 }, (_, i) => 602 - i),
  )
  const [first] = entries.filter(({ action }) => action === 'createTask')
  assert.deepEqual(
    { ...first, id: 0, hash: '' },
    {
      id: 0,
      at: '1970-01-01T00:00:00.001Z',
      actor: ADA.actor,
      userId: 'user',
      action: 'createTask',
      target: 'task_1',
      outcome: 'ok',
      count: 1,
      address: '192.0.2.1',
      userAgent: 'curl',
      hash: '',
    },
  )
  for (const [workspaceId, rows] of [
    ['w', 602],
    ['other', 1],
    ['none', 0],
  ] as const) {
    const verdict = await verdictOn(await linesOf(store, workspaceId))
    assert.equal(verdict.ok && verdict.rows, rows, JSON.stringify(verdict))
  }
  for (let steps = 0; await anyAuditBefore(store.db, 300); steps++) {
    assert.ok(steps < 3)
    await store.write((tx) => deleteSomeAudit(tx, 300))
  }
  const left = await listAudit(store.db, 'w', {}, 1000)
  assert.ok(left.length > 250 && left.length < 602, `${left.length} are left`)
  const verdict = await verdictOn(await linesOf(store))
  assert.equal(verdict.ok && verdict.rows, left.length, JSON.stringify(verdict))
  await request(store, 'createTask', { at: 700 })
  assert.equal((await verdictOn(await linesOf(store))).ok, true)
}
