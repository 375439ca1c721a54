import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Desktop } from '@mission-control/protocol'
import { isReady, readyByLabel, toggled } from '../../src/new-task/choices.ts'

const desktop = (id: string, labels: string[], changes: Partial<Desktop> = {}) =>
  ({ id, name: id, labels, status: 'running', agentReady: false, ...changes }) as Desktop

test('a command needs a desktop that runs, a prompt an agent as well', () => {
  assert.ok(isReady(desktop('a', []), 'command'))
  assert.ok(!isReady(desktop('a', []), 'prompt'))
  assert.ok(isReady(desktop('a', [], { agentReady: true }), 'prompt'))
  assert.ok(!isReady(desktop('a', [], { status: 'error', agentReady: true }), 'prompt'))
})

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
