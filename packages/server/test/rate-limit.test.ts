import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ProblemError } from '@mission-control/protocol'
import { inProcessBus } from '../src/bus/in-process.ts'
import { RateLimit } from '../src/http/rate-limit.ts'

const alone = { bus: inProcessBus(), replica: 'replica', shared: false }
const reply = { headers: () => undefined } as never
const WRONG = new Error('wrong')
const refused = (error: Error) =>
  error instanceof ProblemError && error.problem.code === 'rate_limited'

async function attempt(limit: RateLimit, address: string, account: string, right = false) {
  await limit.guess({ address, account }, reply, async () => {
    if (!right) throw WRONG
  })
}

test('wrong passwords count by account, from however many addresses they come', async () => {
  const limit = new RateLimit(0, alone)
  const fails = (i: number, account: string) => attempt(limit, `198.51.100.${i}`, account)
  for (let i = 0; i < 50; i++) await assert.rejects(fails(i, 'ada'), WRONG)
  await assert.rejects(fails(51, 'ada'), refused)
  await assert.rejects(attempt(limit, '203.0.113.1', 'ada', true), refused)
  await attempt(limit, '203.0.113.1', 'grace', true)
})

test('one address alone locks nobody out of an account', async () => {
  const limit = new RateLimit(0, alone)
  for (let i = 0; i < 200; i++) await assert.rejects(attempt(limit, '192.0.2.1', 'ada'))
  await attempt(limit, '203.0.113.1', 'ada', true)
})

test('right passwords count as none', async () => {
  const limit = new RateLimit(0, alone)
  for (let i = 0; i < 100; i++) await attempt(limit, '192.0.2.1', 'ada', true)
})

test('servers that share a database count together', async () => {
  const bus = inProcessBus()
  const [one, other] = ['one', 'other'].map(
    (replica) => new RateLimit(0, { bus, replica, shared: true }),
  )
  const told = Promise.withResolvers<void>()
  bus.subscribe('counts', 'all', () => told.resolve())
  for (let i = 0; i < 9; i++) await assert.rejects(attempt(one!, '192.0.2.1', 'ada'), WRONG)
  await attempt(one!, '192.0.2.1', 'ada', true)
  await told.promise
  await assert.rejects(attempt(other!, '192.0.2.1', 'ada'), WRONG)
  await assert.rejects(attempt(other!, '192.0.2.1', 'ada'), refused)
})
