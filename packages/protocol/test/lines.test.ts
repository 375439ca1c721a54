import assert from 'node:assert/strict'
import test from 'node:test'
import { firstLine, lastLine } from '../src/index.ts'

const ESC = '\u001b'
const BEL = '\u0007'

/** A program's output, and what its last line shows. */
type Case = [what: string, text: string, shown: string | null]

const CASES: Case[] = [
  ['nothing', '', null],
  ['only blanks', ' \t \n\r\n \u00a0 \u3000\n', null],
  ['only control characters', '\0\u0007\u0008\u007f\u009f\n', null],
  ['only escape sequences', `${ESC}[0m\n${ESC}[2J${ESC}[H`, null],
  ['one line that has not ended', 'building', 'building'],
  ['one line', 'building\n', 'building'],
  ['the last of many', 'one\ntwo\nthree\n', 'three'],
  ['one that has only begun', 'one\ntwo\nthr', 'thr'],
  ['one above blank lines', 'one\ntwo\n\n   \n\t\n', 'two'],
  ['one above lines of escapes alone', `one\n${ESC}[0m\n${ESC}[K\n`, 'one'],
  ['one with lines as Windows ends them', 'one\r\ntwo\r\n', 'two'],
  ['one with lines ended by CR CR LF', 'one\r\r\ntwo\r\r\n', 'two'],
  ['without the blanks around it', '  \t indented text \t ', 'indented text'],
  ['with tabs as blanks', 'a\tb\n', 'a b'],
  ['with blanks inside as they are', 'a  b', 'a  b'],

  ['the last state of a progress bar', ' 10%\r 55%\r100%', '100%'],
  ['the last state, ended by a line feed', ' 10%\r100%\n', '100%'],
  ['a state that ends with the return', ' 10%\r 55%\r', '55%'],
  ['a state wiped by blanks', 'working\r        \r', 'working'],
  ['a state wiped by an escape sequence', `working\r${ESC}[2K`, 'working'],
  ['what a return brought after a wipe', `working\r${ESC}[2Kdone\n`, 'done'],
  ['the line above a wiped one is no better than its state', 'above\nstate\r   ', 'state'],

  ['without colours', `${ESC}[1;31merror:${ESC}[0m no such file`, 'error: no such file'],
  ['without 24-bit colours', `${ESC}[38;2;1;2;3mred${ESC}[m`, 'red'],
  ['without colours with colons', `${ESC}[38:2::1:2:3mred${ESC}[m`, 'red'],
  ['without private modes', `${ESC}[?25lhidden cursor${ESC}[?25h`, 'hidden cursor'],
  ['without sequences with intermediates', `${ESC}[1 qbar cursor`, 'bar cursor'],
  ['without 8-bit sequences', '\u009b31mred\u009b0m', 'red'],
  ['without a title ended by BEL', `${ESC}]0;title${BEL}text`, 'text'],
  ['without a title ended by ST', `${ESC}]0;title${ESC}\\text`, 'text'],
  [
    'with a link’s text, without its address',
    `see ${ESC}]8;;https://example.org${ESC}\\here${ESC}]8;;${ESC}\\`,
    'see here',
  ],
  ['without device control strings', `${ESC}P1$r0m${ESC}\\text`, 'text'],
  ['without a character set’s choice', `${ESC}(Btext${ESC})0`, 'text'],
  ['without two-character sequences', `${ESC}7saved${ESC}8 ${ESC}Mback${ESC}c`, 'saved back'],
  ['without a sequence cut off at the end', `text${ESC}[38;5`, 'text'],
  ['without a lone ESC at the end', `text${ESC}`, 'text'],
  ['without a string cut off at the end', `text${ESC}]8;;https://exam`, 'text'],
  ['without a string cut off in its terminator', `text${ESC}]0;title${ESC}`, 'text'],
  ['text behind a string that never ends', `${ESC}]0;ti${ESC}[1mtext`, '0;titext'],
  ['text that looks like a sequence without its ESC', '[31mtext[0m', '[31mtext[0m'],

  ['without NUL, BEL and DEL', 'a\0b\u0007c\u007fd', 'abcd'],
  ['without backspaces', 'a\bb', 'ab'],
  ['without C1 controls', 'a\u0085b\u008dc', 'abc'],
  ['with letters of all kinds', 'naïve 東京 😀 e\u0301', 'naïve 東京 😀 e\u0301'],
  ['with bytes that were no UTF-8', 'a\ufffdb', 'a\ufffdb'],
  ['with the separators that are no line ends', 'a\u2028b\u2029c', 'a\u2028b\u2029c'],

  ['of 200 characters whole', 'x'.repeat(200), 'x'.repeat(200)],
  ['of 201 characters cut', 'x'.repeat(201), `${'x'.repeat(199)}…`],
  ['cut by what shows, not by what is sent', `${`${ESC}[1m`.repeat(200)}x`, 'x'],
  [
    'cut between characters, never inside one',
    'x'.repeat(198) + '😀'.repeat(9),
    `${'x'.repeat(198)}\ufffd…`,
  ],
]

for (const [what, text, shown] of CASES) {
  test(`the last line: ${what}`, () => assert.equal(lastLine(text), shown))
}

test('the last line is one line without control characters, whatever the output', () => {
  const pieces = [
    'a',
    ' ',
    '\n',
    '\r',
    '\t',
    ESC,
    '[',
    ']',
    '0',
    ';',
    'm',
    '\\',
    BEL,
    '\0',
    '\u009b',
    '😀',
  ]
  // A linear congruential generator: the same texts in every run.
  let seed = 1
  const next = (most: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    return seed % most
  }
  for (let i = 0; i < 20_000; i++) {
    const text = Array.from({ length: next(40) }, () => pieces[next(pieces.length)]).join('')
    const line = lastLine(text)
    if (line === null) continue
    assert.match(line, /^[^\p{Cc}]{1,200}$/u, JSON.stringify(text))
    assert.equal(line.trim(), line)
    assert.equal(lastLine(line), line)
  }
})

for (const [what, text] of [
  ['line feeds', '\n'],
  ['returns', '\r'],
  ['letters', 'x'],
  ['escapes', ESC],
  ['unfinished sequences', `${ESC}[0`],
  ['unfinished strings', `${ESC}]0`],
] as const) {
  test(`a mebibyte of ${what} takes no time to speak of`, () => {
    const start = performance.now()
    lastLine(text.repeat(1024 * 1024))
    assert.ok(performance.now() - start < 2_000)
  })
}

test('the first line is the first that is not blank, with its end cut', () => {
  assert.equal(firstLine('echo a\necho b'), 'echo a')
  assert.equal(firstLine('\n \t\n  echo a  \necho b'), 'echo a  ')
  assert.equal(firstLine('x'.repeat(200)), 'x'.repeat(200))
  assert.equal(firstLine('x'.repeat(201)), `${'x'.repeat(199)}…`)
  assert.equal(firstLine(`${'x'.repeat(198)}😀😀`), `${'x'.repeat(198)}\ufffd…`)
})
