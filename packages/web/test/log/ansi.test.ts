import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Log } from '../../src/log/log.ts'
import { spansOf } from '../../src/log/spans.ts'
import { PLAIN, TRUE_COLOUR } from '../../src/log/style.ts'
import { logOf, plainLines } from './print.ts'

const ALL = { from: 0, to: Number.POSITIVE_INFINITY }

/** What is shown of a line: its texts, each with what is not plain about it. */
function shown(log: Log, line = 0) {
  return spansOf(log.text(line), log.style(line), ALL).map(({ text, style }) => {
    const unlike = Object.entries(style).filter(
      ([name, value]) => value !== PLAIN[name as keyof typeof PLAIN],
    )
    return [text, Object.fromEntries(unlike)]
  })
}

test('colours and weights show', () => {
  assert.deepEqual(shown(logOf('a \x1b[1;31mred\x1b[0m b')), [
    ['a ', {}],
    ['red', { ink: 2, bold: true }],
    [' b', {}],
  ])
})

test('a colour goes on over the following lines of its stream, and of no other', () => {
  const log = logOf(
    '\x1b[32mone\ntwo\n',
    { stream: 'stderr', data: 'error\n' },
    'three\x1b[m\nfour',
  )
  assert.deepEqual(shown(log, 1), [['two', { ink: 3 }]])
  assert.deepEqual(shown(log, 2), [['error', {}]])
  assert.deepEqual(shown(log, 3), [['three', { ink: 3 }]])
  assert.deepEqual(shown(log, 4), [['four', {}]])
})

test('a colour set in text that was written over goes on as well', () => {
  assert.deepEqual(shown(logOf('\x1b[31m10%\r20%')), [['20%', { ink: 2 }]])
})

test('a sequence may be cut anywhere', () => {
  const whole = 'a\x1b[38;2;1;2;3mb\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\\x1b[0m c\n'
  for (let cut = 1; cut < whole.length; cut++) {
    const log = logOf(whole.slice(0, cut), whole.slice(cut))
    assert.deepEqual(plainLines(log), ['ablink c'])
    assert.equal(shown(log)[1]?.[0], 'blink')
  }
})

test('256 and true colours, with semicolons and with colons', () => {
  const rgb = TRUE_COLOUR + 0x0a141e
  assert.deepEqual(shown(logOf('\x1b[38;5;208;4ma\x1b[0;48:2::10:20:30mb\x1b[0;38:2:10:20:30mc')), [
    ['a', { ink: 209, underline: true }],
    ['b', { ground: rgb }],
    ['c', { ink: rgb }],
  ])
})

test('parameters that make no sense do nothing', () => {
  const log = logOf(
    '\x1b[38;5;999ma\x1b[38;2;1;2mb\x1b[38mc\x1b[;;;md\x1b[99999999999me\x1b[5;8;9mf',
  )
  assert.equal(
    shown(log).every(([, style]) => Object.keys(style!).length === 0),
    true,
  )
  assert.deepEqual(plainLines(log), ['abcdef'])
})

test('what puts the colours back at the end begins no line', () => {
  assert.equal(logOf('\x1b[31mred\n\x1b[0m').count, 1)
})
