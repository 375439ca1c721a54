import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutputChunk } from '@mission-control/protocol'
import { OutputFeed } from '../../src/output/output-feed.ts'

function chunk(seq: number): OutputChunk {
  return { seq, stream: 'stdout', at: new Date(0).toISOString(), data: `${seq} ` }
}

/** A feed over what is stored: `seqs` tells what it has taken, `fetches` how often it asked. */
function feedOver(stored: OutputChunk[]) {
  const seqs: number[] = []
  const seen = { fetches: 0, before: (): Promise<void> => Promise.resolve() }
  const feed = new OutputFeed({
    async fetchPage({ after, limit }) {
      seen.fetches++
      const page = stored.filter(({ seq }) => seq > after).slice(0, limit)
      await seen.before()
      return page
    },
    take: (chunks) => seqs.push(...chunks.map(({ seq }) => seq)),
    now: () => 0,
  })
  return { feed, seqs, seen }
}

const upTo = (count: number) => Array.from({ length: count }, (_, place) => place + 1)

test('everything that is stored comes, page after page', async () => {
  const { feed, seqs, seen } = feedOver(upTo(1000).map(chunk))
  await feed.catchUp()
  assert.deepEqual(seqs, upTo(1000))
  assert.ok(seen.fetches < 10)
})

test('what passes by goes on from there, without asking', async () => {
  const { feed, seqs, seen } = feedOver([chunk(1)])
  await feed.catchUp()
  for (const seq of [2, 3, 4]) feed.pass(chunk(seq))
  assert.deepEqual(seqs, [1, 2, 3, 4])
  assert.equal(seen.fetches, 1)
})

test('what was there already is ignored', async () => {
  const { feed, seqs } = feedOver([chunk(1), chunk(2)])
  await feed.catchUp()
  for (const seq of [1, 2, 3, 3, 2]) feed.pass(chunk(seq))
  assert.deepEqual(seqs, [1, 2, 3])
})

test('a gap is fetched', async () => {
  const stored = [chunk(1)]
  const { feed, seqs } = feedOver(stored)
  await feed.catchUp()
  stored.push(chunk(2), chunk(3), chunk(4))
  feed.pass(chunk(4))
  await feed.catchUp()
  assert.deepEqual(seqs, [1, 2, 3, 4])
})

test('what passes during a fetch follows it', async () => {
  const { feed, seqs, seen } = feedOver([chunk(1), chunk(2)])
  const arrived = Promise.withResolvers<void>()
  seen.before = () => arrived.promise
  const caughtUp = feed.catchUp()
  for (const seq of [2, 3, 4]) feed.pass(chunk(seq))
  assert.deepEqual(seqs, [])
  arrived.resolve()
  await caughtUp
  assert.deepEqual(seqs, [1, 2, 3, 4])
})

test('a refused fetch is told, and the next one goes on from there', async () => {
  const { feed, seqs, seen } = feedOver([chunk(1), chunk(2)])
  seen.before = () => Promise.reject(new Error('cut'))
  await assert.rejects(feed.catchUp(), /cut/)
  seen.before = () => Promise.resolve()
  await feed.catchUp()
  assert.deepEqual(seqs, [1, 2])
})
