import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { sampled } from '../setup/sampled.ts'
import { growsTooMuch } from './growth.ts'

const root = resolve(import.meta.dirname, '../..')
/** They belong to packages that nobody here imports: taken by their place, as the patterns are. */
const from = async (file: string) => await import(resolve(root, 'packages', file))

const { readLine } = await from('protocol/src/permissions/shell/read-line.ts')
const { matchesGlob } = await from('protocol/src/permissions/glob.ts')
const { ANYTHING, NARROW } = await from('protocol/src/permissions/reach.ts')
const { firstLine, lastLine } = await from('protocol/src/lines.ts')
const { lastLineOf } = await from('protocol/src/transcript/tail.ts')
const { isIgnoredBy, parseIgnoreRules } = await from('runner/src/agent/evidence/ignore-rules.ts')
const { textOf } = await from('runner/src/agent/tools/web/text-of.ts')
const { Log } = await from('web/src/log/log.ts')
const { shownName } = await from('web/src/evidence/shown-name.ts')
const { shownLines } = await from('web/src/log/blanks.ts')
const { withoutEscapes, unfinishedAt } = await from('web/src/log/escapes.ts')
const { withBackspaces } = await from('web/src/log/backspace.ts')
const { spansOf } = await from('web/src/log/spans.ts')
const { PLAIN } = await from('web/src/log/style.ts')

const MATCHERS: Record<string, (text: string) => unknown> = {
  'a line for a shell': readLine,
  'a wide pattern': (text) => matchesGlob('*a*;*b*$(*', text, ANYTHING),
  'a narrow pattern': (text) => matchesGlob('*a*;*b*$(*', text, NARROW.command),
  'a path': (text) => matchesGlob('**/a/**/*b', text, NARROW.path),
  'a first line': firstLine,
  'a last line': lastLine,
  'the last line of a transcript': (text) =>
    lastLineOf('agent', `${JSON.stringify({ type: 'message', id: '1', text })}\n`),
  "a rule of git's": (text) => isIgnoredBy(parseIgnoreRules('**/a*b/**/*c*d'), text, false),
  'rules of git': parseIgnoreRules,
  'the name of a file': shownName,
  'a page': textOf,
  'a log': (text) => new Log().append({ stream: 'stdout', at: 0, data: text }),
  'lines to be shown': shownLines,
  'escape sequences': (text) => [withoutEscapes(text), unfinishedAt(text)],
  backspaces: (text) => [withBackspaces('', text), withBackspaces(text, text)],
  'spans of a line': (text) => spansOf(text, PLAIN, { from: 0, to: text.length }),
}

/** What opens something, closes it, separates it or repeats it, in one of the languages above. */
const UNITS = [
  ...['a', ' ', ';', '\n', '\r', '\t', '\r\n', ' \n', '\b', 'a\b', '\u200b', '😀', '\ud800'],
  ...['<', '<a', '<a>', '</b>', '<!--', '<script>', '<a><b></a>', '&', '&#', '&amp', '&amp;', '<?'],
  ...[
    '$(',
    '$((',
    '((',
    '(',
    '{',
    '`',
    '"',
    "'",
    '$',
    '\\',
    '"$(a)" ',
    'a|',
    'a&&',
    'a;',
    '! ',
    '<<E\n',
  ],
  ...[
    'sudo ',
    'env a=b ',
    'xargs ',
    "sh -c '",
    'eval ',
    'if a; then ',
    'case a in b) ',
    'f() { ',
    '[[ ',
  ],
  ...[
    'a=(',
    '>f ',
    '#\n',
    '{a,',
    '@(',
    '*',
    '**',
    '/a',
    'a/',
    '../',
    "$'",
    'a{1..9}',
    'cat <<E\n$(a\n',
  ],
  ...['${a:-', '${', '\u001b', '\u001b[', '\u001b[0', '\u001b[31m', '\u001b]', '\u001b]0;a\u0007'],
  ...['\u009b', '\u001b[31', '```\n', '~~~', ' ```'],
]

for (const [name, match] of Object.entries(MATCHERS)) {
  test(`${name} is read in time in proportion to its length, whatever is in it`, () => {
    const slow = sampled(UNITS, 30).filter((unit) => growsTooMuch(match, unit))
    assert.deepEqual(slow, [])
  })
}
