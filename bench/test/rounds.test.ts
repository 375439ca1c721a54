import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Context } from '../src/bench.ts'
import { alternate } from '../src/rounds.ts'

function contextOf(rounds: number, signal = new AbortController().signal): Context {
  return { rounds, signal, million: false, profile: false, say: () => undefined }
}

test('sides alternate, every second round backwards', async () => {
  const order: string[] = []
  const side = (name: string) => async () => order.push(name)
  const rounds = await alternate(contextOf(3), { ours: side('ours'), peer: side('peer') })
  assert.deepEqual(order, ['ours', 'peer', 'peer', 'ours', 'ours', 'peer'])
  assert.deepEqual(rounds, [
    { ours: 1, peer: 2 },
    { peer: 3, ours: 4 },
    { ours: 5, peer: 6 },
  ])
})

test('nothing is measured any more once the bench is stopped', async () => {
  const stop = new AbortController()
  let measured = 0
  const side = async () => {
    measured++
    stop.abort(new Error('Stopped'))
  }
  await assert.rejects(alternate(contextOf(5, stop.signal), { ours: side, peer: side }), /Stopped/)
  assert.equal(measured, 1)
})
