import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { analyse } from 'scslre'
import { attacksOn } from './attacks.ts'
import { growsTooMuch } from './growth.ts'
import { type Pattern, patternsIn } from './patterns-in.ts'

const root = resolve(import.meta.dirname, '../..')

/** Those that are made of texts, as they come out; where a user's words are in it, with such. */
const MADE: Record<string, RegExp[]> = {
  'packages/protocol/src/lines.ts': [
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about.
    /(?:\u001b\[|\u009b)[0-?]*[ -/]*(?:[@-~]|$)|\u001b[\]PX^_][^\u001b\u0007]*(?:\u0007|\u001b\\|\u001b?$)|\u001b[ -/]*[0-~]?/g,
  ],
  'packages/protocol/src/routes/board.ts': [/^[^,]+(,[^,]+){0,99}$/],
  'packages/server/src/config.ts': [/^mc_[!-~]{32,}$/],
  'packages/server/src/http/methods.ts': [
    /^\/api\/mission-control\/tasks\/[^/]+\/files\/[^/]+\/?$/,
  ],
  'packages/server/src/runners/claim.ts': [
    /^Mission-Control-Key (desktop_[0-9a-z]{26})(?: ([\w-]+) ([\w-]{86}))?$/i,
  ],
  'packages/web/src/log/blanks.ts': [
    /[\t \u00a0\u2000-\u200a]{100,}/g,
    /^[\t \u00a0\u2000-\u200a]*$/,
  ],
  'packages/web/src/log/search.ts': [/a\*b/giu],
  // The one beside it, for all of a text.
  'packages/web/src/log/visible.ts': [/\p{Cc}/gu],
}

const files = globSync('packages/*/src/**/*.{ts,tsx}', { cwd: root }).sort()
const found = files.map((file) => ({ file, ...patternsIn(file, join(root, file)) }))
const patterns: Pattern[] = [
  ...found.flatMap(({ literals }) => literals),
  ...Object.entries(MADE).flatMap(([file, made]) =>
    made.map(({ source, flags }) => ({ file, source, flags })),
  ),
]

test('patterns that are made of texts are known', () => {
  const made = Object.fromEntries(
    found.flatMap(({ file, made }) => (made > 0 ? [[file, made]] : [])),
  )
  const known = Object.fromEntries(Object.entries(MADE).map(([file, all]) => [file, all.length]))
  assert.deepEqual(made, known)
  assert.ok(patterns.length > 100)
})

test('no pattern of ours takes more time than in proportion to its text', () => {
  const slow = patterns.filter(isSlow).map(({ file, source }) => `${file}: ${source}`)
  assert.deepEqual(slow, [])
})

test('a pattern that does is found out', () => {
  for (const { source, flags } of [
    ...[/<[^>]*>/g, /\s*\n\s*/g, /(a+)+b/, /a*b?a*c/, /[.\s]+$/],
    // Of one that repeats more than a character no automaton tells.
    /<a>[^,]*;x/,
  ]) {
    assert.ok(isSlow({ file: '', source, flags }), source)
  }
})

/** By its automaton, which knows texts of one character repeated; and by trying texts of more. */
function isSlow(pattern: Pattern): boolean {
  const { source, flags } = pattern
  if (analyse({ source, flags }, { reportTypes: { Move: true } }).reports.length > 0) return true
  const expression = new RegExp(source, `${flags.replace('g', '')}g`)
  return attacksOn(pattern).some((unit) =>
    growsTooMuch((text) => text.replaceAll(expression, ''), unit),
  )
}
