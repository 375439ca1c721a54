import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Log } from '../../src/log/log.ts'
import { Search } from '../../src/log/search.ts'
import { logOf } from './print.ts'

const wholly = (search: Search) => {
  while (!search.step(() => false));
  return Array.from({ length: search.count }, (_, place) => {
    const { line, from, to } = search.match(place)
    return [line, from, to]
  })
}
const found = (log: Log, query: string) => wholly(new Search(log, query))

test('case makes no difference, signs mean themselves', () => {
  const log = logOf('Error: a.b\nno error\nERROR (a+b)\n')
  assert.deepEqual(found(log, 'error'), [
    [0, 0, 5],
    [1, 3, 8],
    [2, 0, 5],
  ])
  assert.deepEqual(found(log, 'A.B'), [[0, 7, 10]])
  assert.deepEqual(found(log, '(a+b)'), [[2, 6, 11]])
})

test('colours inside a word don’t hide it', () => {
  assert.deepEqual(found(logOf('a \x1b[31mer\x1b[1mror\x1b[0m\n'), 'error'), [[0, 2, 7]])
})

test('it goes on while the log grows, and where a line changes', () => {
  const log = logOf('find me\nfin')
  const search = new Search(log, 'find')
  assert.equal(wholly(search).length, 1)
  log.append({ stream: 'stderr', at: 0, data: 'find\n' })
  log.append({ stream: 'stdout', at: 0, data: 'd, find\nfind\n' })
  assert.deepEqual(wholly(search), [
    [0, 0, 4],
    [1, 0, 4],
    [1, 6, 10],
    [2, 0, 4],
    [3, 0, 4],
  ])
  log.append({ stream: 'stdout', at: 0, data: 'find' })
  assert.equal(wholly(search).length, 6)
  log.append({ stream: 'stdout', at: 0, data: '\rgone\n' })
  assert.equal(wholly(search).length, 5)
})

test('a slice ends when its time is over, and the next one goes on', () => {
  const search = new Search(logOf('x\n'.repeat(10_000)), 'X')
  assert.equal(
    search.step(() => true),
    false,
  )
  assert.ok(search.count > 0 && search.count < 10_000)
  assert.equal(wholly(search).length, 10_000)
})

test('the matches of a line are at hand', () => {
  const search = new Search(logOf('a\nb b\nc b\n'), 'b')
  wholly(search)
  assert.deepEqual(search.placesIn(0), [0, 0])
  assert.deepEqual(search.placesIn(1), [0, 2])
  assert.deepEqual(search.placesIn(2), [2, 3])
})
