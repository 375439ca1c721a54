import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HeightMap } from '../../src/log/height-map.ts'
import type { Log } from '../../src/log/log.ts'
import { Viewport } from '../../src/rows/viewport.ts'
import { logOf } from './print.ts'

const VIEW = 180

function opened(log: Log, columns: number | null = null): Viewport {
  return wrapped(log, columns).viewport
}

function wrapped(log: Log, columns: number | null) {
  const heights = new HeightMap(log)
  const viewport = new Viewport(heights)
  const wrapAt = (columns: number | null) => viewport.resize(VIEW, () => heights.wrapAt(columns))
  viewport.update()
  wrapAt(columns)
  return { viewport, wrapAt }
}

const print = (log: Log, data: string) => log.append({ stream: 'stdout', at: 0, data })
const lines = (count: number) => 'a line\n'.repeat(count)
const isShown = (viewport: Viewport, line: number) => {
  const { first, end } = viewport.get()
  return line >= first && line < end
}

test('it opens at the end and stays there while the log grows', () => {
  const log = logOf(lines(1000))
  const viewport = opened(log)
  assert.equal(viewport.get().scrollTop, 1000 * 18 - VIEW)
  print(log, lines(500))
  viewport.update()
  const { scrollTop, following, unseen } = viewport.get()
  assert.deepEqual(
    { scrollTop, following, unseen },
    { scrollTop: 1500 * 18 - VIEW, following: true, unseen: 0 },
  )
  assert.ok(isShown(viewport, 1499))
})

test('however long the log, few rows exist', () => {
  const viewport = opened(logOf(lines(100_000)))
  viewport.scrolled(900_000)
  const { first, end } = viewport.get()
  assert.ok(end - first < 50)
  assert.ok(isShown(viewport, 50_000))
})

test('who scrolls up is left there, and told how many lines have come since', () => {
  const log = logOf(lines(1000))
  const viewport = opened(log)
  viewport.scrolled(9000)
  print(log, lines(7))
  viewport.update()
  const { scrollTop, following, unseen } = viewport.get()
  assert.deepEqual(
    { scrollTop, following, unseen },
    { scrollTop: 9000, following: false, unseen: 7 },
  )
})

test('back at the end, or sent there, it follows again', () => {
  const log = logOf(lines(1000))
  const viewport = opened(log)
  viewport.scrolled(9000)
  viewport.scrolled(1000 * 18 - VIEW)
  assert.equal(viewport.get().following, true)
  viewport.scrolled(9000)
  viewport.jumpToEnd()
  assert.equal(viewport.get().scrollTop, 1000 * 18 - VIEW)
  assert.equal(viewport.get().following, true)
})

test('a log that is shorter than the view can’t be left', () => {
  const viewport = opened(logOf(lines(3)))
  viewport.stopFollowing()
  assert.equal(viewport.get().following, true)
})

test('a revealed line is in sight, also one that has just come', () => {
  const log = logOf(lines(10))
  const viewport = opened(log)
  print(log, lines(10_000))
  viewport.reveal(5000)
  assert.ok(viewport.row <= 5000 && viewport.row > 4980)
  const { scrollTop } = viewport.get()
  viewport.reveal(5001)
  assert.equal(viewport.get().scrollTop, scrollTop)
})

test('wrapped, a line is as high as its text is long', () => {
  const log = logOf(`${'x'.repeat(95)}\nshort\n${'y'.repeat(10)}`)
  const viewport = opened(log, 10)
  assert.equal(viewport.get().height, (10 + 1 + 1) * 18)
  print(log, 'z')
  viewport.update()
  assert.equal(viewport.get().height, (10 + 1 + 2) * 18)
})

test('a row that is measured otherwise moves nothing that is in sight', () => {
  const viewport = opened(logOf(lines(1000)), 10)
  viewport.scrolled(9000)
  assert.equal(viewport.row, 500)
  viewport.measured([
    [490, 36],
    [501, 36],
  ])
  assert.equal(viewport.row, 500)
  assert.equal(viewport.get().scrollTop, 9018)
  assert.equal(viewport.get().height, 1002 * 18)
})

test('wrapping keeps the place', () => {
  const { viewport, wrapAt } = wrapped(logOf(`${'x'.repeat(200)}\n`.repeat(1000)), null)
  viewport.scrolled(9000)
  wrapAt(100)
  assert.equal(viewport.row, 500)
  wrapAt(null)
  assert.equal(viewport.row, 500)
})
