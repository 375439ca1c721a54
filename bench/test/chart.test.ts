import assert from 'node:assert/strict'
import { test } from 'node:test'
import { draw } from '../src/growth/chart.ts'

test('a chart has each point within its picture, more higher up, and each power of ten as far apart', () => {
  const points = [1, 10, 100].map((x) => ({ x, y: x }))
  const about = { title: 't', x: 'x', y: 'y', logarithmic: true }
  const svg = draw({ ...about, lines: [{ name: 'a', points }] })
  assert.match(svg, /<title>t<\/title>/)
  const found = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)]
  const [first, second, third] = found.map(([, x, y]) => ({ x: Number(x), y: Number(y) }))
  assert.ok(first!.y > second!.y && second!.y > third!.y && third!.y >= 50)
  assert.ok(Math.abs(second!.x - first!.x - (third!.x - second!.x)) < 0.2)
  assert.ok(first!.x >= 0 && third!.x <= 640)
})
