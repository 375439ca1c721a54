import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Feeds } from '../src/activity/follow.ts'
import { inProcessBus } from '../src/bus/in-process.ts'
import { appendActivity } from '../src/store/activity.ts'
import { openStore } from '../src/store/store.ts'
import { insertOwner } from '../src/store/workspaces.ts'

const PAYLOAD = { desktopId: 'd', name: 'd', status: 'running' } as const

/** A workspace with so many events, and one who follows them from a cursor. */
async function start(t: TestContext, events: number) {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  const store = await openStore(dir)
  const left = new AbortController()
  t.after(async () => {
    left.abort()
    await store.close()
    rmSync(dir, { recursive: true })
  })
  const event = { type: 'desktop.started', payload: PAYLOAD } as const
  await store.write(async (tx) => {
    await insertOwner(tx, { workspaceId: 'w', userId: 'u', name: 'n', at: 0 })
    await appendActivity(
      tx,
      'w',
      0,
      Array.from({ length: events }, () => event),
    )
  })
  const core = { store, bus: inProcessBus() }
  const forget = (upTo: number) =>
    store.write((tx) => tx.deleteFrom('activity').where('seq', '<=', upTo).execute())
  /** Resolves with the frames up to the one that `until` is looking for. */
  const follow = async (cursor: number, until: RegExp, drained = () => Promise.resolve()) => {
    const frames: string[] = []
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const write = (frame: string | Buffer) => {
      frames.push(frame.toString())
      if (until.test(frame.toString())) resolve()
    }
    new Feeds(core as never)
      .follow('w', cursor, { write, drained, signal: left.signal })
      .catch(reject)
    await promise
    return frames
  }
  return { follow, forget }
}

test('a cursor whose next events are not kept any more gets a reset, and then what follows', async (t) => {
  const { follow, forget } = await start(t, 10)
  await forget(5)
  const [first] = await follow(3, /id: 10\b/)
  assert.match(first!, /^id: 10\ndata: .*stream\.reset/)
  assert.equal((await follow(5, /id: 10\b/)).length, 6)
})

test('who follows a log of which nothing is kept is not kept waiting', async (t) => {
  const { follow, forget } = await start(t, 10)
  await forget(10)
  assert.deepEqual(await follow(10, /id: 10\b/), ['id: 10\n\n'])
  assert.match((await follow(9, /id: 10\b/))[0]!, /stream\.reset/)
})

test('a slow reader whose next page becomes too old meanwhile gets a reset, not a gap', async (t) => {
  const { follow, forget } = await start(t, 1200)
  let read = 0
  const frames = await follow(0, /id: 1200\b/, async () => {
    if (++read === 100) await forget(700)
  })
  assert.equal(frames.length, 1 + 500 + 1)
  assert.match(frames.at(-1)!, /stream\.reset/)
})
