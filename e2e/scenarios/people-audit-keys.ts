/** Part of people-audit.test.ts: what a key is refused, and the row about it in the log of its workspace. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '@mission-control/client'
import type { AuditEntry, NewApiKey } from '@mission-control/protocol'
import { inDatabase } from '../setup/database.ts'
import { openStream } from '../setup/event-stream.ts'
import { serverAt, type TestServer } from '../setup/server.ts'
import { finishCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

interface Refused {
  status: number
  action: string
  outcome: string
  target?: string | null
  /** The id of the key; null: nobody knows it any more. */
  key: string | null
}

export function testRefusedKeys(server: TestServer): void {
  const { client, dataDir, desktopId, url } = server
  const task = { type: 'command', content: 'true', desktopId } as const

  async function keyWith(more: Partial<NewApiKey> = {}, by: Client = client) {
    const made = await by.apiKeys.create({ name: 'refused', ...more })
    return { ...made, ...serverAt(url, made.key) }
  }
  const statusOf = async (asked: Promise<Response>) => (await asked).status
  const LIST = '/api/mission-control/tasks'

  const ROWS: Record<string, (t: Parameters<typeof openStream>[0]) => Promise<Refused>> = {
    'a key that has expired': async () => {
      const key = await keyWith({ expiresInSeconds: 60 })
      await inDatabase(dataDir, `update api_keys set expires_at = 1 where id = '${key.id}'`)
      const status = await statusOf(key.request(LIST))
      return { status, action: 'listTasks', outcome: 'unauthenticated', key: key.id }
    },
    'the value of a key from before it was rotated': async () => {
      const key = await keyWith()
      await client.apiKeys.rotate(key.id, { oldValidForSeconds: 60 })
      await inDatabase(dataDir, `update api_keys set previous_until = 1 where id = '${key.id}'`)
      const status = await statusOf(key.request('/api/desktops'))
      return { status, action: 'listDesktops', outcome: 'unauthenticated', key: key.id }
    },
    'a key that was revoked while it had a stream open': async (t) => {
      const key = await keyWith()
      const stream = await openStream(t, key)
      await client.apiKeys.delete(key.id)
      while ((await stream.next()) !== null);
      const [row] = await client.audit.list({ action: 'deleteApiKey', target: key.id })
      assert.equal(row?.outcome, 'ok')
      const status = await statusOf(key.request('/api/mission-control/activity/stream'))
      return { status, action: 'streamActivity', outcome: 'unauthenticated', key: null }
    },
    'a key whose label has moved to another desktop': async () => {
      const { id } = await client.desktops.create({ name: 'labelled', labels: ['moving'] })
      const key = await keyWith({ restrictedTo: { labels: ['moving'] } })
      assert.equal(await statusOf(key.request(`/api/desktops/${id}`)), 200)
      await client.desktops.update(id, { labels: [] })
      const [row] = await client.audit.list({ action: 'updateDesktop', target: id })
      assert.equal(row?.outcome, 'ok')
      const status = await statusOf(key.request(`/api/desktops/${id}`))
      const outcome = 'desktop_not_found'
      return { status, action: 'getDesktop', outcome, target: id, key: key.id }
    },
    'a task beyond the desktops of a key': async () => {
      const key = await keyWith({ restrictedTo: { labels: ['none'] } })
      const status = await statusOf(key.request(LIST, { method: 'POST', json: task }))
      return { status, action: 'createTask', outcome: 'not_allowed', key: key.id }
    },
    'what is of the whole workspace, to a restricted key': async () => {
      const key = await keyWith({ restrictedTo: { labels: ['none'] } })
      const status = await statusOf(key.request('/api/mission-control/metrics'))
      return { status, action: 'getMetrics', outcome: 'not_allowed', key: key.id }
    },
    'an approval of one’s own task by another key of one’s own': async () => {
      await client.settings.update({ approveOwn: false })
      const { id: target } = await finishCommand(server, 'true', { requiresApproval: true })
      const key = await keyWith()
      const json = { decision: 'approve' }
      const status = await statusOf(
        key.request(`${LIST}/${target}/review`, { method: 'POST', json }),
      )
      await client.settings.update({ approveOwn: true })
      return { status, action: 'reviewTask', outcome: 'own_task', target, key: key.id }
    },
    'a scope that the key lacks': async () => {
      const key = await keyWith({ scopes: ['read'] })
      const status = await statusOf(
        key.request('/api/desktops', { method: 'POST', json: { name: 'n' } }),
      )
      return { status, action: 'createDesktop', outcome: 'not_allowed', key: key.id }
    },
    'a key that may more than its maker': async () => {
      const key = await keyWith({ scopes: ['read', 'admin'] })
      const json = { name: 'more', scopes: ['tasks'] }
      const status = await statusOf(key.request('/api/auth/api-keys', { method: 'POST', json }))
      return { status, action: 'createApiKey', outcome: 'not_allowed', key: key.id }
    },
  }
  const STATUSES = { unauthenticated: 401, desktop_not_found: 404 } as Record<string, number>

  for (const [what, ask] of Object.entries(ROWS)) {
    test(`refused to a key, and in the log: ${what}`, async (t) => {
      const [newest] = await client.audit.list({ limit: 1 })
      const { status, action, outcome, target = null, key } = await ask(t)
      assert.equal(status, STATUSES[outcome] ?? 403)
      const isIt = (row: AuditEntry) =>
        row.id > newest!.id && row.outcome === outcome && (row.actor?.id ?? null) === key
      const rows = await waitFor('the row', async () => {
        const found = (await client.audit.list({ action, limit: 50 })).filter(isIt)
        return found.length > 0 && found
      })
      assert.deepEqual(
        rows.map(({ target, count, address }) => [target, count, address]),
        [[target, 1, '127.0.0.1']],
      )
    })
  }
}
