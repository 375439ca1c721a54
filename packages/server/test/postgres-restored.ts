/** Part of postgres.test.ts: a fail-over or a backup, from which the last that was acknowledged is missing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask } from '../../../e2e/setup/engine.ts'
import { waitFor } from '../../../e2e/setup/wait.ts'
import { Feeds } from '../src/activity/follow.ts'
import { coreOver } from '../src/auth/offline.ts'
import { appendActivity, listActivity } from '../src/store/activity.ts'
import { findDesktopAnywhere } from '../src/store/desktops.ts'
import { openStore, type Store } from '../src/store/store.ts'
import { insertWorkspace } from '../src/store/workspaces.ts'

const payload = (name: string) => ({ desktopId: 'd', name, status: 'running' }) as const

const write = (store: Store, name: string) =>
  store.write((tx) =>
    appendActivity(tx, 'w', 0, [{ type: 'desktop.started', payload: payload(name) }]),
  )

/** What a client with this cursor is told. */
function follow(feeds: Feeds, cursor?: number) {
  const [told, over] = [[] as string[], new AbortController()]
  const sink = {
    write: (frames: string | Buffer) => told.push(`${frames}`),
    isBehind: false,
    drained: async () => over.signal.throwIfAborted(),
    signal: over.signal,
  }
  const following = feeds.follow('w', cursor, sink)
  following.catch(() => undefined)
  return { says: (words: RegExp) => words.test(told.join('')), end: () => over.abort() }
}

export function testRestored(server: string, dir: string): void {
  test('no number of an event or a connection comes twice where the database was turned back, and whoever has seen more begins anew', async (t) => {
    await ask(server, 'create database turned')
    const at = { databaseUrl: new URL('/turned', server).href, tenure: 'shared' } as const
    const before = await openStore(dir, at)
    await before.write(async (tx) => {
      await insertWorkspace(tx, { id: 'w', name: 'n', at: 0 })
      await tx
        .insertInto('desktops')
        .values({
          ...{ id: 'd', workspace_id: 'w', name: 'n', labels: '[]', status: 'running', local: 0 },
          ...{ credential_hash: 'd', created_at: 0, epoch: 7 },
        })
        .execute()
    })
    for (const name of ['one', 'two', 'three']) await write(before, name)
    await before.close()
    await ask(server, 'create database backup template turned')

    const [one, other] = [await openStore(dir, at), await openStore(dir, at)]
    const feeds = new Feeds(coreOver(one, dir))
    const ends: (() => void)[] = []
    t.after(async () => {
      for (const end of ends) end()
      await Promise.all([one.close(), other.close()])
    })
    const client = (cursor?: number) => {
      const client = follow(feeds, cursor)
      ends.push(client.end)
      return client
    }
    for (const name of ['lost', 'lost too']) await write(one, name)
    const live = client(5)
    await waitFor('it', () => live.says(/id: 5/))
    const read = client(1)
    await waitFor('all of it', () => read.says(/"lost too"/))

    const swap = async () => {
      await ask(
        server,
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'turned'",
      )
      await ask(server, 'alter database turned rename to gone')
      await ask(server, 'alter database backup rename to turned')
      return true
    }
    // Whoever reads has connected again, at times.
    await waitFor('the other one to be in its place', () => swap().catch(() => false))
    await waitFor('a write', () =>
      write(other, 'new').then(
        () => true,
        () => false,
      ),
    )
    const rows = await listActivity(one.db, 'w', { after: 0 }, 10)
    assert.deepEqual(
      rows.map(({ seq, payload }) => [seq, JSON.parse(payload).name]),
      [
        [1, 'one'],
        [2, 'two'],
        [3, 'three'],
        [1_000_004, 'new'],
      ],
    )
    assert.equal((await findDesktopAnywhere(one.db, 'd'))?.epoch, 1_007)
    await waitFor('who follows to begin anew', () =>
      [live, read].every((each) => each.says(/stream\.reset[\s\S]*"new"/)),
    )
    // Also the server that has not written yet has noticed, before it reads what it had read.
    await write(one, 'newer')
    assert.deepEqual([one.turns, other.turns], [1, 1])
    const late = client(5)
    await waitFor('it', () => late.says(/stream\.reset/))
    const early = client(2)
    await waitFor('the rest', () => early.says(/"three"[\s\S]*stream\.reset/))
    assert.ok(!early.says(/lost/))
  })
}
