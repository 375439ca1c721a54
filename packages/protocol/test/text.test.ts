import assert from 'node:assert/strict'
import test from 'node:test'
import { CONTENT_MAX_BYTES, Content, Name, NewTask, Timestamp } from '../src/index.ts'

const accepts = (text: string) => Content.safeParse(text).success

test('content may have 64 KiB', () => assert.equal(CONTENT_MAX_BYTES, 65_536))

// One character of 1 to 4 bytes in UTF-8.
for (const character of ['a', 'ü', '€', '😀']) {
  test(`the limit of content is in bytes, exact to the byte: ${character}`, () => {
    const size = Buffer.byteLength(character)
    const border = character.repeat(CONTENT_MAX_BYTES / size - 1)
    const rest = CONTENT_MAX_BYTES - Buffer.byteLength(border)
    assert.ok(accepts(border + 'a'.repeat(rest)))
    assert.ok(!accepts(border + 'a'.repeat(rest + 1)))
    assert.ok(accepts(border + character + 'a'.repeat(rest - size)))
    assert.ok(!accepts(border + 'a'.repeat(rest - size + 1) + character))
  })
}

test('content that is blank is refused, whatever the blanks', () => {
  for (const blank of ['', ' ', '\n\t\r', '\u00a0\u2003\ufeff']) assert.ok(!accepts(blank))
  assert.ok(accepts(' a '))
})

test('content with NUL is refused, other control characters are not', () => {
  for (const text of ['\0', 'a\0', '\0a', 'a\0b']) assert.ok(!accepts(text))
  assert.ok(accepts('a\u0001\u001b[0m\u007f\n'))
})

test('a lone surrogate is refused, a pair is not', () => {
  for (const text of ['\ud83d', 'a\ude00', '\ude00\ud83d', '\ud83d a']) assert.ok(!accepts(text))
  assert.ok(accepts('\ud83d\ude00'))
})

test('content is kept to the character: nothing is trimmed or normalised', () => {
  const text = '  e\u0301 \r\n\t'
  assert.equal(NewTask.parse({ type: 'command', content: text, desktopId: 'd' }).content, text)
})

test('a name is one line of 1 to 100 characters, without the blanks around it', () => {
  assert.equal(Name.parse('  build box  '), 'build box')
  assert.equal(Name.parse('x'.repeat(100)).length, 100)
  for (const bad of ['', '   ', 'x'.repeat(101), 'a\nb', 'a\u0007b', 'a\u0085b']) {
    assert.ok(!Name.safeParse(bad).success, JSON.stringify(bad))
  }
})

test('a timestamp is UTC with milliseconds', () => {
  assert.ok(Timestamp.safeParse(new Date().toISOString()).success)
  for (const bad of ['2026-03-15T10:00:00Z', '2026-03-15T10:00:00.000+01:00', '2026-03-15']) {
    assert.ok(!Timestamp.safeParse(bad).success, bad)
  }
})
