import assert from 'node:assert/strict'
import test from 'node:test'
import type { ActivityEntry } from '@mission-control/protocol'
import { addOlder, beginLog, extendLog, type Log, trimLog } from '../../src/activity/log.ts'
import { desktopPayload, entry } from './events.ts'

/** From the newest number down to the oldest. */
function entries(newest: number, oldest: number): ActivityEntry[] {
  const list: ActivityEntry[] = []
  for (let id = newest; id >= oldest; id--) {
    list.push(entry(id, { type: 'desktop.started', payload: desktopPayload() }))
  }
  return list
}

const ends = ({ entries, complete }: Log) => [entries[0]?.id, entries.at(-1)?.id, complete]

test('a short beginning is all there is, a full one isn’t', () => {
  assert.deepEqual(ends(beginLog(entries(50, 1))), [50, 1, true])
  assert.deepEqual(ends(beginLog(entries(500, 401))), [500, 401, false])
})

test('it goes on with what is newer, and keeps what the state has dropped', () => {
  const log = extendLog(beginLog(entries(300, 1)), entries(310, 11))
  assert.deepEqual(ends(log), [310, 1, false])
  assert.equal(log.entries.length, 310)
})

test('the same entries again change nothing', () => {
  const newest = entries(10, 1)
  const log = beginLog(newest)
  assert.equal(extendLog(log, newest), log)
  assert.equal(extendLog(log, []), log)
})

test('where entries were missed in between, it begins anew', () => {
  assert.deepEqual(ends(extendLog(beginLog(entries(300, 1)), entries(900, 601))), [900, 601, false])
})

test('a log that was set back on the server begins anew', () => {
  assert.deepEqual(ends(extendLog(beginLog(entries(300, 1)), entries(20, 1))), [20, 1, true])
})

test('an older page joins only the entry that it was asked for', () => {
  const log = beginLog(entries(300, 201))
  assert.deepEqual(ends(addOlder(log, 201, entries(200, 101), false)), [300, 101, false])
  assert.deepEqual(ends(addOlder(log, 201, entries(200, 190), true)), [300, 190, true])
  assert.equal(addOlder(log, 150, entries(149, 100), false), log)
})

test('what is far back is forgotten when there is much of it', () => {
  const short = beginLog(entries(800, 1))
  assert.equal(trimLog(short, 800), short)
  const trimmed = trimLog({ entries: entries(2000, 1), complete: true }, 800)
  assert.deepEqual(ends(trimmed), [2000, 1601, false])
})
