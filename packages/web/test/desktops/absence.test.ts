import assert from 'node:assert/strict'
import { test } from 'node:test'
import { absenceOf } from '../../src/desktops/absence-of.ts'
import { hourAndMinute } from '../../src/time/format.ts'

const SEEN = Date.parse('2026-03-15T10:00:00.000Z')
const minutes = (count: number) => SEEN + count * 60_000
const iso = (at: number) => new Date(at).toISOString()
const away = { status: 'error', lastSeenAt: iso(SEEN) } as const

test('a desktop that is there, or was never there, is not said to be away', () => {
  const watch = { lostAfterSeconds: 600, watchingSince: iso(minutes(-60)) }
  assert.equal(absenceOf({ ...away, status: 'running' }, watch), null)
  assert.equal(absenceOf({ status: 'pending', lastSeenAt: null }, watch), null)
})

test('an absence says since when, and what will happen when', () => {
  const watch = { lostAfterSeconds: 600, watchingSince: iso(minutes(-60)) }
  assert.equal(
    absenceOf(away, watch),
    `Offline since ${hourAndMinute(SEEN)}; fails at ${hourAndMinute(minutes(10))} if it does not come back.`,
  )
})

test('a server that was away itself gives the desktop its whole time again', () => {
  const watch = { lostAfterSeconds: 600, watchingSince: iso(minutes(5)) }
  assert.ok(absenceOf(away, watch)?.includes(`fails at ${hourAndMinute(minutes(15))} `))
})

test('where nothing is ever given up nothing is said of an end', () => {
  const watch = { lostAfterSeconds: null, watchingSince: iso(minutes(-60)) }
  assert.equal(absenceOf(away, watch), `Offline since ${hourAndMinute(SEEN)}.`)
})
