import assert from 'node:assert/strict'
import test from 'node:test'
import { negotiate, OLDEST_SUPPORTED, PROTOCOL_VERSION } from '../../src/runner/index.ts'

const side = (oldest: number, newest: number) => ({ oldest, newest })

test('both sides speak the newest version that both know', () => {
  const server = side(2, 4)
  for (const [runner, version] of [
    [side(1, 2), 2],
    [side(1, 3), 3],
    [side(2, 4), 4],
    [side(4, 9), 4],
    [side(1, 9), 4],
  ] as const) {
    assert.deepEqual(negotiate(runner, server), { ok: true, version })
  }
})

test('a runner that is too old is told so, with the numbers', () => {
  assert.deepEqual(negotiate(side(1, 1), side(2, 4)), {
    ok: false,
    code: 'runner_too_old',
    message: 'This runner speaks protocol 1, the server needs at least 2: update the runner.',
  })
})

test('a runner that is too new for the server is told which side to update', () => {
  assert.deepEqual(negotiate(side(5, 6), side(2, 4)), {
    ok: false,
    code: 'server_too_old',
    message: 'This runner needs protocol 5, the server speaks at most 4: update the server.',
  })
})

test('this version supports itself', () => {
  const own = side(OLDEST_SUPPORTED, PROTOCOL_VERSION)
  assert.deepEqual(negotiate(own, own), { ok: true, version: PROTOCOL_VERSION })
})
