import assert from 'node:assert/strict'
import test from 'node:test'
import { firstError, looksLikeError } from '../../src/log/first-error.ts'
import { linksIn } from '../../src/log/links.ts'
import { Log } from '../../src/log/log.ts'
import { ALL_LINES, acceptsFor } from '../../src/log/log-filter.ts'
import { sinceBegin } from '../../src/time/format.ts'

function logOf(...pieces: [stream: 'stdout' | 'stderr', data: string][]): Log {
  const log = new Log()
  for (const [stream, data] of pieces) log.append({ stream, at: 0, data })
  return log
}

const shownIn = (log: Log) => Array.from({ length: log.count }, (_, place) => log.text(place))

test('addresses of the web are links, without what stands around them', () => {
  const rows: [line: string, ...addresses: string[]][] = [
    ['see https://example.com/a?b=c#d.', 'https://example.com/a?b=c#d'],
    ['(http://localhost:3000/x), done', 'http://localhost:3000/x'],
    [
      'https://example.com/a_(b) <http://[::1]:80/>',
      'https://example.com/a_(b)',
      'http://[::1]:80/',
    ],
    ['javascript://x ftp://y nothttp://z', ...[]],
    ['https://ex\u0430mple.com', 'https://ex'],
  ]
  for (const [line, ...addresses] of rows) {
    assert.deepEqual(
      linksIn(line).map(({ address }) => address),
      addresses,
      line,
    )
  }
})

test('a line looks like an error by its words, unless it says that there is none', () => {
  const rows: [line: string, looks: boolean][] = [
    ['ERROR in src/a.ts', true],
    ['npm error code 1', true],
    ['Traceback (most recent call last):', true],
    ['2 failed, 3 passed', true],
    ['0 errors, 0 failed', false],
    ['no errors', false],
    ['mirrors and terrors', false],
    ['0 errors, 1 failure', true],
  ]
  for (const [line, looks] of rows) assert.equal(looksLikeError(line), looks, line)
})

test('the first error is a line that looks like one, else the first on stderr', async () => {
  const rows: [Log, number | null][] = [
    [logOf(['stderr', 'warning\n'], ['stdout', 'fine\nfatal: no\n']), 2],
    [logOf(['stdout', 'fine\n'], ['stderr', 'note\nnote\n']), 1],
    [logOf(['stdout', 'fine\n']), null],
  ]
  for (const [log, line] of rows) assert.equal(await firstError(log), line)
})

test('a stream is shown alone, also of what comes later, and lines keep their numbers', () => {
  const log = logOf(['stdout', 'a\n'], ['stderr', 'b\n'], ['stdout', 'c\n'])
  log.show(acceptsFor(log, { ...ALL_LINES, stream: 'stderr' }))
  log.append({ stream: 'stderr', at: 0, data: 'd' })
  assert.deepEqual(shownIn(log), ['b', 'd'])
  assert.deepEqual([log.lineAt(1), log.placeOf(3), log.placeOf(2)], [3, 1, -1])
  assert.deepEqual(log.unfinished(), [1])
  log.show(null)
  assert.deepEqual(shownIn(log), ['a', 'b', 'c', 'd'])
})

test('a folded group leaves its first line', () => {
  const log = logOf(['stdout', '::group::one\n1\n::endgroup::\nout\n::group::two\n2\n'])
  log.show(acceptsFor(log, { ...ALL_LINES, folded: new Set([0]) }))
  assert.deepEqual(shownIn(log), ['::group::one', 'out', '::group::two', '2'])
  log.show(acceptsFor(log, { ...ALL_LINES, folded: new Set([4]) }))
  assert.deepEqual(shownIn(log).slice(-2), ['out', '::group::two'])
})

test('elapsed times count from the beginning', () => {
  const rows = [0, 61_000, 3_723_000, -5].map(sinceBegin)
  assert.deepEqual(rows, ['0:00', '1:01', '1:02:03', '0:00'])
})
