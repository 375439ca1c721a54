import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { withTimeLimit } from '../../src/agent/time-limit.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

test('a time limit that has passed is seen also by who looks only later, behind a collection of garbage', async () => {
  const limited = withTimeLimit(new AbortController().signal, 1)
  await sleep(50)
  collect()
  await sleep(0)
  collect()
  assert.equal(limited.aborted, true)
  assert.equal(limited.reason.name, 'TimeoutError')
})

test('it ends with the signal as well, and with its reason', () => {
  const work = new AbortController()
  const limited = withTimeLimit(work.signal, 60_000)
  assert.equal(limited.aborted, false)
  work.abort(new Error('cancelled'))
  assert.equal(limited.reason.message, 'cancelled')
})
