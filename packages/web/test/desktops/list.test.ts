import assert from 'node:assert/strict'
import test from 'node:test'
import { ApiError } from '@mission-control/client'
import type { Desktop } from '@mission-control/protocol'
import { parseLabels } from '../../src/desktops/labels.ts'
import { byUse, isFound } from '../../src/desktops/order.ts'
import { refusalOf } from '../../src/desktops/refusal.ts'

function desktop(name: string, status: Desktop['status'], labels: string[] = []): Desktop {
  return {
    id: `desktop_${name}`,
    name,
    status,
    labels,
    ipAddress: null,
    createdAt: '2026-03-15T10:00:00.000Z',
    agentReady: false,
    metrics: null,
    machine: null,
    agent: null,
    presets: [],
    lastSeenAt: null,
    defaultTimeoutSeconds: null,
    invitation: null,
    problem: null,
    agentKey: null,
    upgradePolicy: 'auto',
    upgrade: null,
  }
}

test('running desktops come first, then by name, numbers by their value', () => {
  const sorted = [
    desktop('alpha', 'stopped'),
    desktop('node-10', 'running'),
    desktop('beta', 'error'),
    desktop('node-2', 'running'),
  ].sort(byUse)
  assert.deepEqual(
    sorted.map(({ name }) => name),
    ['node-2', 'node-10', 'alpha', 'beta'],
  )
})

test('a desktop is found by its name, a label or its status, whatever the case', () => {
  const vault = desktop('Vault', 'error', ['region:lyon'])
  for (const words of ['vau', ' LYON ', 'offl', '']) {
    assert.ok(isFound(vault, 'offline', words), words)
  }
  assert.ok(!isFound(vault, 'offline', 'paris'))
})

test('labels are what stands between commas, each once', () => {
  assert.deepEqual(parseLabels(' gpu, region:lyon,,gpu , '), ['gpu', 'region:lyon'])
  assert.deepEqual(parseLabels('  '), [])
})

test('a refusal is told at the field that it is about, else as a whole', () => {
  const invalid = new ApiError({
    status: 400,
    code: 'invalid_request',
    detail: 'The body is invalid.',
    errors: [{ path: 'labels.2', message: 'expected letters' }],
  })
  assert.equal(refusalOf(invalid).of('labels'), 'expected letters')
  assert.equal(refusalOf(invalid).of('name'), undefined)
  assert.equal(refusalOf(invalid).rest, undefined)
  const limited = new ApiError({ status: 429, code: 'rate_limited', detail: 'Wait.' })
  assert.equal(refusalOf(limited).rest, 'Wait.')
  assert.deepEqual([refusalOf(null).of('name'), refusalOf(null).rest], [undefined, undefined])
})
