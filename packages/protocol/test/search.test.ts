import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchesName, parseQuery, type SearchQuery } from '../src/index.ts'

const NOW = Date.parse('2026-11-27T12:00Z')
const NONE: SearchQuery = parseQuery('', NOW).query
const choice = <T>(some: T[], none: T[] = []) => ({ some, none })

const READ: [text: string, query: Partial<SearchQuery>][] = [
  ['', {}],
  ['  a\t b\n', { words: ['a', 'b'] }],
  ['"a b" c', { words: ['a b', 'c'] }],
  ['"no end', { words: ['no end'] }],
  ['""', {}],
  ['-a -"b c"', { without: ['a', 'b c'] }],
  ['- a', { words: ['-', 'a'] }],
  ['a-b', { words: ['a-b'] }],
  ['status:failed', { status: choice(['failed']) }],
  ['Status:FAILED,done', { status: choice(['failed', 'done']) }],
  ['status:failed status:done', { status: choice(['failed', 'done']) }],
  ['-status:done', { status: choice([], ['done']) }],
  ['status:', { words: ['status:'] }],
  ['desktop:"a b"', { desktop: choice(['a b']) }],
  ['exit:0,137', { exit: choice([0, 137]) }],
  ['type:prompt', { type: choice(['prompt']) }],
  ['a in:output,result', { words: ['a'], in: choice(['output', 'result']) }],
  ['-a -in:content', { without: ['a'], in: choice([], ['content']) }],
  ['before:2026-11-20', { before: Date.parse('2026-11-20') }],
  ['after:2026-11-20T18:00+01:00', { after: Date.parse('2026-11-20T17:00Z') }],
  ['after:24h after:2h', { after: NOW - 7_200_000 }],
  ['before:2w before:1d', { before: NOW - 14 * 86_400_000 }],
  ['http://x', { words: ['http://x'] }],
  ['foo:bar', { words: ['foo:bar'] }],
  ['12:30', { words: ['12:30'] }],
]

test('a query is read as its words and filters', () => {
  for (const [text, query] of READ) {
    const parsed = parseQuery(text, NOW)
    assert.deepEqual([parsed.query, parsed.problems], [{ ...NONE, ...query }, []], text)
  }
})

test('the parts of a query are as they were typed, and make the same query again', () => {
  const text = 'a  -"b c" status:failed desktop:"x y" foo:bar'
  const { parts, query } = parseQuery(text, NOW)
  assert.deepEqual(
    parts.map((part) => part.text),
    ['a', '-"b c"', 'status:failed', 'desktop:"x y"', 'foo:bar'],
  )
  assert.deepEqual(parseQuery(parts.map((part) => part.text).join(' '), NOW).query, query)
})

const REFUSED: [text: string, problem: RegExp][] = [
  ['status:x', /^status: expected one of pending, .*, got “x”\.$/],
  ['type:x', /^type: expected one of command, prompt, got “x”\.$/],
  ['in:x', /^in: expected one of content, desktop, output, result, feedback, got “x”\.$/],
  ['in:output', /^in: expected words to look for there, got none\.$/],
  ['status:failed -in:output ""', /^in: expected words to look for there, got none\.$/],
  ['exit:x', /^exit: expected a number such as 137, got “x”\.$/],
  ['before:yesterday', /^before: expected a date such as .* got “yesterday”\.$/],
  ['after:2026-02-30', /^after: expected a date/],
  ['-after:7d', /^-after: cannot be negated; use before:\.$/],
  ['x'.repeat(201), /at most 200 characters, got one of 201/],
  ['x '.repeat(21), /at most 20 words, got 21/],
  ['x'.repeat(501), /at most 500 characters, got 501/],
]

test('what cannot be used is told in words', () => {
  for (const [text, problem] of REFUSED) {
    assert.match(parseQuery(text, NOW).problems.join('\n'), problem, text)
  }
})

test('a name that is no filter is noted; what is no name of a filter is not', () => {
  assert.match(parseQuery('statsu:failed', NOW).notes.join(), /“statsu:” is not a filter/)
  assert.match(parseQuery('status:', NOW).notes.join(), /“status:” has no value/)
  for (const text of ['http://x', '12:30', 'C:\\x', 'a:b']) {
    assert.deepEqual(parseQuery(text, NOW).notes, [], text)
  }
})

test('a pattern of a name takes * for any characters', () => {
  const cases: [pattern: string, name: string, matches: boolean][] = [
    ['web-1', 'WEB-1', true],
    ['web', 'web-1', false],
    ['web-*', 'web-', true],
    ['*-1', 'web-1', true],
    ['w*b*1', 'web-1', true],
    ['w*bb*1', 'web-1', false],
    ['a*a', 'a', false],
    ['*', '', true],
  ]
  for (const [pattern, name, matches] of cases) {
    assert.equal(matchesName(pattern, name), matches, `${pattern} ${name}`)
  }
})
