import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visibleParts } from '../../src/log/visible.ts'
import { logOf, plainLines } from './print.ts'

const visible = (text: string) =>
  visibleParts(text)
    .map((part) => part.text)
    .join('')

const shown = (...pieces: string[]) => plainLines(logOf(...pieces)).map(visible)

test('cursor movements, titles, hyperlinks, images and resets are left out', () => {
  const sequences = [
    '\x1b[2J\x1b[H\x1b[1A\x1b[?25l\x1b[6n\x1b[>c\x1b[!p',
    '\x1b]0;title\x07\x1b]52;c;ZXZpbA==\x07\x1b]8;;javascript:alert(1)\x1b\\',
    '\x1bP1$r0m\x1b\\\x1b_app\x1b\\\x1b^private\x1b\\\x1bXstring\x1b\\',
    '\x1b(B\x1b)0\x1b#8\x1bc\x1b7\x1b8\x1b=\x1b>\x1bM',
  ]
  assert.deepEqual(shown(`a${sequences.join('b')}c\n`), ['abbbc'])
})

test('a string without an end hides nothing', () => {
  assert.deepEqual(shown('a\x1b]0;title\nrm -rf /\n'), ['a␛]0;title', 'rm -rf /'])
  const long = 'x'.repeat(10_000)
  assert.deepEqual(shown(`\x1b]0;${long}`, `${long}\x07\n`), [`␛]0;${long}${long}␇`])
})

test('neither does a beginning at the very end', () => {
  const log = logOf('done\x1b[31')
  assert.deepEqual(plainLines(log), ['done'])
  log.end()
  assert.deepEqual(plainLines(log).map(visible), ['done␛[31'])
})

test('controls show as symbols', () => {
  assert.deepEqual(shown('a\0b\x07c\x7fd\x0be\x1b\x01f\u009b31mg\n'), ['a␀b␇c␡d␋e␛␁f⟨U+009B⟩31mg'])
})

test('so does what turns the direction of writing, or is invisible', () => {
  assert.equal(
    visible('access = "user\u202e // admin \u2066"'),
    'access = "user⟨U+202E⟩ // admin ⟨U+2066⟩"',
  )
  assert.equal(
    visible('a\u200bb\u2060c\ufeffd\u00ade\u{e0041}f\u3164'),
    'a⟨U+200B⟩b⟨U+2060⟩c⟨U+FEFF⟩d⟨U+00AD⟩e⟨U+E0041⟩f⟨U+3164⟩',
  )
  assert.equal(visible('a\u200db'), 'a⟨U+200D⟩b')
})

test('writing that needs joiners keeps them', () => {
  for (const text of ['👩‍👩‍👧 ❤️', 'می‌خواهم', 'क्‍ष', 'tab\there']) assert.equal(visible(text), text)
})

test('markup is text', () => {
  const text = '<img src=x onerror=alert(1)>&amp;'
  assert.deepEqual(shown(`${text}\n`), [text])
})

test('no input is slow', () => {
  const size = 1_000_000
  const inputs = [
    '\x1b',
    '\x1b[',
    '\x1b]',
    '\r',
    '\b',
    'a\b',
    '\x1b[1;',
    '\x1b[31m',
    '\x1b]8;;x',
    '\u200d',
    ' \r',
  ]
  for (const input of inputs) {
    const started = performance.now()
    const log = logOf(...Array(16).fill(input.repeat(size / 16 / input.length)), 'x\n')
    visible(log.text(0).slice(0, 5000))
    assert.ok(performance.now() - started < 2000, JSON.stringify(input))
  }
})
