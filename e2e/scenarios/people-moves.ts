/** Part of people-callers.test.ts: a desktop moves between two workspaces of the same admin. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '@mission-control/client'
import { type Route, routes } from '@mission-control/protocol'
import type { Browser } from '../setup/browser.ts'
import { openStream } from '../setup/event-stream.ts'
import { startDesktop } from '../setup/runner.ts'
import type { TestServer } from '../setup/server.ts'
import { finishCommand, outputOf } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const refused = (code: string) => ({ code })

export async function testMoves(server: TestServer, owner: Browser): Promise<void> {
  const there = await owner.client.workspaces.create('new-home')
  const to = owner.for(there.id)

  async function oldHome(name: string) {
    const { id } = await owner.client.workspaces.create(name)
    return { id, from: owner.for(id) }
  }

  /** Everything that a workspace's lists, counts and histories say. */
  async function allOf(workspace: string): Promise<string> {
    const answers: string[] = []
    for (const [name, { method, path, open, produces }] of Object.entries(routes) as [
      string,
      Route,
    ][]) {
      if (method !== 'GET' || open || path.includes(':id') || produces === 'events') continue
      // The account is the same person's in both.
      if (name === 'listWorkspaces' || name === 'listSessions' || name === 'listUsers') continue
      const query = name === 'search' ? '?q=mark' : name === 'listBatches' ? '?ids=x' : ''
      const answer = await owner.request(path.replace(':status', 'done') + query, {
        headers: { 'x-workspace': workspace },
      })
      answers.push(`${name}: ${await answer.text()}`)
    }
    return answers.join('\n')
  }

  test('a desktop moves: what it has done stays, and neither workspace sees the other’s', async (t) => {
    const { id, from } = await oldHome('mark-old')
    const { desktop } = await startDesktop(t, { ...server, client: from }, 'wanderer')
    await from.desktops.update(desktop.id, { labels: ['kept'], defaultTimeoutSeconds: 77 })
    await from.desktops.setPermissionRules(desktop.id, [
      { tool: 'shell', pattern: 'mark-rule', decision: 'never' },
    ])
    const before = await finishCommand({ client: from, desktopId: desktop.id }, 'echo mark-before')
    const stream = await openStream(
      t,
      { request: (path) => owner.request(path, { headers: { 'x-workspace': id } }) },
      '/api/desktops/stream',
    )
    const moved = await from.desktops.move(desktop.id, there.id)
    assert.deepEqual([moved.name, moved.labels], ['wanderer', ['kept']])
    assert.equal(moved.defaultTimeoutSeconds, 77)
    assert.equal(moved.agentKey, null)

    // The old one: as if it were removed, and its history is whole.
    const gone = async () => {
      const { data } = (await stream.nextData()) as {
        data: { type: string; payload: { id: string; status: string } }
      }
      return data.payload?.id === desktop.id && data.payload.status === 'destroyed'
    }
    while (!(await gone()));
    assert.deepEqual(await from.desktops.list(), [])
    await assert.rejects(from.desktops.get(desktop.id), refused('desktop_not_found'))
    assert.equal((await from.tasks.get(before.id)).status, 'done')
    assert.equal((await outputOf(from, before.id)).toString(), 'mark-before\n')
    const task = { type: 'command', content: 'true', desktopId: desktop.id } as const
    await assert.rejects(from.tasks.create(task), refused('unknown_desktop'))

    // The new one: it works on, and knows nothing of before.
    await waitFor(
      'the runner',
      async () => (await to.desktops.get(desktop.id)).status === 'running',
    )
    const after = await finishCommand({ client: to, desktopId: desktop.id }, 'echo kram-after')
    assert.equal((await outputOf(to, after.id)).toString(), 'kram-after\n')
    assert.deepEqual(await to.desktops.permissionRules(desktop.id), [])
    assert.deepEqual(await to.desktops.metrics(desktop.id), [])
    assert.deepEqual(
      (await to.tasks.list({ desktopId: desktop.id })).map(({ id }) => id),
      [after.id],
    )
    await to.desktops.update(desktop.id, { name: 'kram-renamed' })
    const [old, renewed] = [await allOf(id), await allOf(there.id)]
    assert.ok(!renewed.includes('mark-'), renewed)
    assert.ok(!old.includes('kram-'), old)

    // Both know that it has moved, and who did it.
    const told = async (client: Client) =>
      (await client.activity.list({ desktopId: desktop.id })).map(({ type }) => type)
    assert.ok((await told(from)).includes('desktop.movedAway'))
    assert.ok((await told(to)).includes('desktop.movedHere'))
    for (const client of [from, to]) {
      const [row] = await client.audit.list({ action: 'moveDesktop' })
      assert.deepEqual([row?.target, row?.actor?.name, row?.outcome], [desktop.id, 'Owner', 'ok'])
    }
  })
}
