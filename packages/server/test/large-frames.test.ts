import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LargeFrames, type Sender } from '../src/runners/large-frames.ts'

const MIB = 1024 * 1024

function senders(...desktops: string[]) {
  const told: string[] = []
  const waits: number[] = []
  const all = desktops.map((desktopId, i): Sender => {
    return {
      desktopId,
      hold: () => waits.push(i),
      goOn: () => told.push(`${i} goes on`),
      drop: () => told.push(`${i} is dropped`),
    }
  })
  const frames = new LargeFrames()
  for (const sender of all) frames.grow(sender, MIB)
  return { frames, all, waits, told: () => told.splice(0) }
}

test('large frames come in two at a time, over all runners, in the order in which they began', () => {
  const { frames, all, waits, told } = senders('a', 'b', 'c', 'd')
  assert.deepEqual(waits, [0, 1, 2, 3])
  assert.deepEqual(told(), ['0 goes on', '1 goes on'])
  frames.grow(all[0]!, 2 * MIB)
  frames.leave(all[1]!)
  assert.deepEqual(told(), ['2 goes on'])
  frames.leave(all[0]!)
  assert.deepEqual(told(), ['3 goes on'])
})

test('one desktop has one place, however many connections it has', () => {
  const { frames, all, told } = senders('a', 'a', 'b')
  assert.deepEqual(told(), ['0 goes on', '2 goes on'])
  frames.leave(all[0]!)
  assert.deepEqual(told(), ['1 goes on'])
})

test('one that is gone while it waits takes no place', () => {
  const { frames, all, told } = senders('a', 'b', 'c', 'd')
  frames.leave(all[2]!)
  told()
  frames.leave(all[0]!)
  assert.deepEqual(told(), ['3 goes on'])
})

test('one that keeps others waiting for too long is dropped', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  let now = 0
  t.mock.method(performance, 'now', () => now)
  const { told } = senders('a', 'b', 'c')
  told()
  t.mock.timers.tick(2_000)
  assert.deepEqual(told(), [])
  now = 21_000
  t.mock.timers.tick(2_000)
  assert.deepEqual(told(), ['0 is dropped', '1 is dropped'])
})

test('a slow link carries a large frame in the end: each time that it is dropped it has longer', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  let now = 0
  t.mock.method(performance, 'now', () => now)
  const { frames, all, told } = senders('slow', 'b')
  const others = ['c', 'd'].map((desktopId) => ({ ...senders(desktopId).all[0]!, desktopId }))
  const [slow, ready] = all as [Sender, Sender]
  frames.leave(ready)
  /** After how many seconds it is dropped while others wait. */
  const dropped = () => {
    told()
    for (const other of others) frames.grow(other, MIB)
    const begun = now
    while (!told().includes('0 is dropped')) {
      now += 2_000
      t.mock.timers.tick(2_000)
    }
    frames.leave(slow)
    for (const other of others) frames.leave(other)
    const seconds = (now - begun) / 1_000
    frames.grow(slow, MIB)
    return seconds
  }
  const waits = Array.from({ length: 6 }, dropped)
  assert.deepEqual(waits, [22, 42, 82, 162, 322, 322])
  frames.leave(slow)
  frames.grow(slow, MIB)
  assert.equal(dropped(), 22)
})

test('what is small waits for nothing', () => {
  const { frames, all, waits } = senders()
  const [small] = senders('a').all
  frames.grow({ ...small!, hold: () => waits.push(0) }, 1_000)
  assert.deepEqual([all, waits], [[], []])
})
