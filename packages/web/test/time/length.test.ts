import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import { readLength, writeLength } from '../../src/time/length.ts'

const MONTH = 2_592_000

test('a length of time is written without what is nought', () => {
  const written = {
    1: '1 s',
    60: '1 m',
    90: '1 m 30 s',
    3600: '1 h',
    5405: '1 h 30 m 5 s',
    [MONTH]: '30 d',
  }
  for (const [seconds, words] of Object.entries(written)) equal(writeLength(Number(seconds)), words)
})

test('what is written is read as it was', () => {
  for (let seconds = 1; seconds <= MONTH; seconds += 1 + Math.floor(seconds / 7)) {
    equal(readLength(writeLength(seconds)), seconds)
  }
})

test('people leave out spaces, write min, and more seconds than a minute has', () => {
  equal(readLength(' 90s '), 90)
  equal(readLength('10min'), 600)
  equal(readLength('10 M'), 600)
  equal(readLength('1h30m'), 5400)
  equal(readLength('2d 12 h'), 216_000)
})

test('whatever is no length of time is refused, and so is one of nothing', () => {
  for (const typed of ['', ' ', '10', 'ten', '1 h 30', '30 m 1 h', '-5 s', '1.5 h', '0 s']) {
    equal(readLength(typed), null, typed)
  }
})
