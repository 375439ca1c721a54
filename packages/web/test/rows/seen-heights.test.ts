import assert from 'node:assert/strict'
import test from 'node:test'
import { SeenHeights } from '../../src/rows/seen-heights.ts'
import { Viewport } from '../../src/rows/viewport.ts'

const ROW = 30
const VIEW = 300

function listOf(length: number) {
  const list = { length }
  const viewport = new Viewport(new SeenHeights(ROW, () => list.length))
  viewport.update()
  viewport.resize(VIEW)
  const grow = (by: number) => {
    list.length += by
    viewport.update()
  }
  return { viewport, grow }
}

test('the end stays in sight while the last row grows', () => {
  const { viewport } = listOf(100)
  viewport.measured([[99, 500]])
  assert.equal(viewport.get().scrollTop, 99 * ROW + 500 - VIEW)
  viewport.measured([[99, 900]])
  assert.equal(viewport.get().scrollTop, 99 * ROW + 900 - VIEW)
})

test('what one reads stays where it is when a row above is seen to be higher', () => {
  const { viewport } = listOf(100)
  viewport.scrolled(50 * ROW)
  viewport.measured([[10, 100]])
  assert.equal(viewport.get().scrollTop, 50 * ROW + 70)
  assert.equal(viewport.row, 50)
})

test('a row that is opened at the end stays in sight, and nothing is followed until one is back', () => {
  const { viewport, grow } = listOf(100)
  const { scrollTop } = viewport.get()
  viewport.hold()
  viewport.measured([[98, 500]])
  assert.equal(viewport.get().scrollTop, scrollTop)
  grow(2)
  assert.deepEqual([viewport.get().unseen, viewport.get().away], [2, true])
  viewport.jumpToEnd()
  assert.equal(viewport.get().following, true)
})

test('however many rows there are, few exist', () => {
  const { viewport, grow } = listOf(0)
  grow(100_000)
  const { first, end } = viewport.get()
  assert.ok(end === 100_000 && end - first < 50, `${first} to ${end}`)
})
