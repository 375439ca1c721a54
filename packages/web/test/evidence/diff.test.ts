import assert from 'node:assert/strict'
import test from 'node:test'
import { type DiffLine, parseDiff } from '../../src/evidence/diff.ts'

/** `before after kind text` of each line, `-` where there is none. */
const shown = (lines: readonly DiffLine[]) =>
  lines.map(({ kind, before, after, text }) => `${before ?? '-'} ${after ?? '-'} ${kind} ${text}`)

test('a unified diff is read line by line, with the numbers of both sides', () => {
  const { lines, added, removed } = parseDiff(
    [
      'diff --git a/x b/x',
      '--- a/x',
      '+++ b/x',
      '@@ -2,3 +2,4 @@ function greet() {',
      ' same',
      '-old',
      '+new',
      '+more',
      ' end',
      '@@ -40 +41 @@',
      '-last',
      '\\ No newline at end of file',
      '+last',
      '',
    ].join('\n'),
  )
  assert.deepEqual(shown(lines), [
    '- - gap function greet() {',
    '2 2 same same',
    '3 - removed old',
    '- 3 added new',
    '- 4 added more',
    '4 5 same end',
    '- - gap ',
    '40 - removed last',
    '- - note No newline at end of file',
    '- 41 added last',
  ])
  assert.deepEqual([added, removed], [3, 2])
})

test('a line that looks like the head of a file is one of its lines', () => {
  const { lines } = parseDiff(
    '--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- a/x\n-@@ -1 +1 @@\n+++ b\n+c\n',
  )
  assert.deepEqual(shown(lines).slice(1), [
    '1 - removed -- a/x',
    '2 - removed @@ -1 +1 @@',
    '- 1 added ++ b',
    '- 2 added c',
  ])
})

test('a new file is all added, and what is no diff has no lines', () => {
  assert.equal(parseDiff('--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n').added, 2)
  assert.deepEqual(parseDiff('Binary files differ\n').lines, [])
})

test('a diff that was cut off is shown as far as it goes', () => {
  assert.deepEqual(shown(parseDiff('@@ -1,9 +1,9 @@\n same\n+ne').lines), [
    '- - gap ',
    '1 1 same same',
    '- 2 added ne',
  ])
})
