import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logOf, plainLines } from './print.ts'

test('a line goes on in the next chunk', () => {
  const log = logOf('one\ntw', 'o\nthr', 'ee')
  assert.deepEqual(plainLines(log), ['one', 'two', 'three'])
})

test('a newline at the end begins no line', () => {
  assert.deepEqual(plainLines(logOf('one\n', '\n', 'two\n')), ['one', '', 'two'])
})

test('text beyond ASCII stays as it is', () => {
  const text = 'Zürich 東京 👩‍👩‍👧 שלום'
  assert.deepEqual(plainLines(logOf(`${text}\n`)), [text])
})

test('a line belongs to the stream that wrote it, and stands where it was begun', () => {
  const log = logOf(
    { data: 'out, ' },
    { stream: 'stderr', data: 'error\n' },
    { data: 'continued\n' },
    { stream: 'stderr', data: 'second\n' },
  )
  assert.deepEqual(plainLines(log), ['out, continued', 'error', 'second'])
  assert.deepEqual(
    [0, 1, 2].map((line) => log.stream(line)),
    ['stdout', 'stderr', 'stderr'],
  )
})

test('each line has the time of the chunk that began it', () => {
  const second = Date.parse('2026-03-15T10:00:01Z')
  const log = logOf({ at: second - 500, data: 'a\nb' }, { at: second + 2_700, data: 'b\nc\n' })
  const seconds = [0, 1, 2].map((line) => new Date(log.at(line)).getUTCSeconds())
  assert.deepEqual(seconds, [0, 0, 3])
})

test('of a line that is written over and over the last text stays', () => {
  assert.deepEqual(plainLines(logOf('10%\r50%\r100%\ndone\n')), ['100%', 'done'])
})

test('the same when each step comes alone, and before the next one has come', () => {
  const log = logOf('10%\r')
  assert.deepEqual(plainLines(log), ['10%'])
  log.append({ stream: 'stdout', at: 0, data: '20%' })
  assert.deepEqual(plainLines(log), ['20%'])
  log.append({ stream: 'stdout', at: 0, data: '\r' })
  log.append({ stream: 'stdout', at: 0, data: '\ndone\n' })
  assert.deepEqual(plainLines(log), ['20%', 'done'])
})

test('lines may end with a carriage return and a newline, also apart', () => {
  assert.deepEqual(plainLines(logOf('one\r\ntwo\r', '\nthree\r\r\n')), ['one', 'two', 'three'])
})

test('a backspace takes away what stands before it, never more than the line', () => {
  assert.deepEqual(plainLines(logOf('|\b/\b-\b\\ ok\n')), ['\\ ok'])
  assert.deepEqual(plainLines(logOf('N\bNA\bAME\n\b\b\bnext\n')), ['NAME', 'next'])
  assert.deepEqual(plainLines(logOf('spin |', '\b/', '\b-')), ['spin -'])
  assert.deepEqual(plainLines(logOf('a👍\x1b[1m\bb\n')), ['ab'])
})

test('eight million lines fit', () => {
  const log = logOf()
  const data = 'y\n'.repeat(32_768)
  for (let chunk = 0; chunk < 256; chunk++) log.append({ stream: 'stdout', at: chunk, data })
  assert.equal(log.count, 8_388_608)
  assert.equal(log.text(8_388_607), 'y')
})

for (const [printed, shown] of [
  ["/bin/sh: 1: cd: can't cd to /tmp\r\n", "/bin/sh: 1: cd: can't cd to /tmp\r"],
  ['/bin/sh: 2: pwd\r: not found\n', '/bin/sh: 2: pwd\r: not found'],
  ['env: ‘python3\r’: No such file or directory\n', 'env: ‘python3\r’: No such file or directory'],
  ['10%\r20%: half\r\n', '20%: half'],
  ['Connection closed.\r\n', 'Connection closed.'],
]) {
  test(`a carriage return that hides a cause stays, and no other: ${JSON.stringify(printed)}`, () => {
    assert.deepEqual(plainLines(logOf({ stream: 'stderr', data: printed! })), [shown])
  })
}
