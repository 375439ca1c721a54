import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Desktop } from '@mission-control/protocol'
import { readyByLabel, toggled } from '../../src/desktops/choices.ts'

const desktop = (id: string, labels: string[]) => ({ id, name: id, labels }) as Desktop

test('labels are offered with those that have them, most first; one that is named twice counts once', () => {
  const all = [desktop('a', ['ci', 'ci']), desktop('b', ['ci', 'gpu']), desktop('c', ['arm'])]
  assert.deepEqual(readyByLabel(all), [
    ['ci', ['a', 'b']],
    ['arm', ['c']],
    ['gpu', ['b']],
  ])
})

test('a group is added to what is chosen, and taken away where all of it was', () => {
  assert.deepEqual(toggled(['x', 'a'], ['a', 'b']), ['x', 'a', 'b'])
  assert.deepEqual(toggled(['x', 'a', 'b'], ['a', 'b']), ['x'])
})
