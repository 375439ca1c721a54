import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Desktop } from '@mission-control/protocol'
import { isReady } from '../../src/new-task/ready.ts'

const desktop = (changes: Partial<Desktop> = {}) =>
  ({ status: 'running', agentReady: false, ...changes }) as Desktop

test('a command needs a desktop that runs, a prompt an agent as well', () => {
  assert.ok(isReady(desktop(), 'command'))
  assert.ok(!isReady(desktop(), 'prompt'))
  assert.ok(isReady(desktop({ agentReady: true }), 'prompt'))
  assert.ok(!isReady(desktop({ status: 'error', agentReady: true }), 'prompt'))
})
