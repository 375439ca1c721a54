import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { shownLines, visible } from '../../src/log/blanks.ts'
import { text } from '../../src/strings/index.ts'

const SOURCES = join(import.meta.dirname, '../../src')

test('no component but one isolates text from outside', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  const own = files.filter(
    (file) => file.endsWith('.tsx') && readFileSync(join(SOURCES, file), 'utf8').includes('<bdi'),
  )
  assert.deepEqual(own, ['log/visible-text.tsx'])
})

test('a sentence makes visible what it is given', () => {
  assert.equal(text.task.actions('a\u202eb\n'), 'Actions for a⟨U+202E⟩b␊')
})

test('runs of blanks and of blank lines are a count, shorter ones stay', () => {
  const rows: [string, string][] = [
    [`a${' '.repeat(99)}b`, `a${' '.repeat(99)}b`],
    [`a${' '.repeat(5_000)}b`, 'a⟨5,000 blanks⟩b'],
    [`${'\u2800\t'.repeat(50)}b`, '⟨100 blanks⟩b'],
    [' '.repeat(100), '⟨100 blanks⟩'],
  ]
  for (const [given, shown] of rows) assert.equal(visible(given), shown)
  const lines = (given: string) =>
    shownLines(given).map((parts) => parts.map((p) => p.text).join(''))
  assert.deepEqual(lines(`a${'\n'.repeat(21)}b`), ['a', ...Array(20).fill(''), 'b'])
  assert.deepEqual(lines(`a${'\n \t'.repeat(5_000)}\nb`), ['a', '⟨5,000 blank lines⟩', 'b'])
  assert.deepEqual(lines(`${'\n'.repeat(100)}`), ['⟨101 blank lines⟩'])
})
