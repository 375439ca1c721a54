/** The last line of a run, out of the ends of its last chunks. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutputStream } from '@mission-control/protocol'
import { tailOf } from '../src/tasks/tails.ts'

const ESC = '\u001b'
const record = (id: string, text: string) => `${JSON.stringify({ type: 'message', id, text })}\n`

type Piece = string | Buffer | [OutputStream, string]

const CASES: [what: string, pieces: Piece[], tail: string | null][] = [
  ['nothing', [], null],
  ['a line in pieces', ['copy', 'ing', ' files'], 'copying files'],
  ['a line whose end comes alone', ['one\ntwo', '\n'], 'two'],
  ['the next line, once it shows something', ['one\n', ' ', 'two'], 'two'],
  ['the newest state of a progress bar', [' 10%\r', ' 4', '5%'], '45%'],
  ['a state that a return has not replaced yet', [' 45%', '\r'], '45%'],
  ['a state that a wipe and a new one replace', ['45%', `\r${ESC}[`, '2Kdone'], 'done'],
  ['a colour in pieces', [`${ESC}[3`, '1mred', `${ESC}[`, '0m'], 'red'],
  ['a letter in pieces', [Buffer.from([0xc3]), Buffer.from([0xa9])], 'é'],
  ['an error in the midst of a line', ['out: ', ['stderr', 'err\n']], 'out: err'],
  [
    'an answer in pieces, whatever is said about it',
    [
      ['agent', record('1', 'I look ')],
      ['system', 'Retrying.\n'],
      ['agent', record('1', 'around')],
    ],
    'I look around',
  ],
]

for (const [what, pieces, tail] of CASES) {
  test(`the last line of several chunks: ${what}`, () => {
    const ends = pieces.map((piece, i) => {
      const [stream, text] = Array.isArray(piece) ? piece : (['stdout', piece] as const)
      const data = Buffer.from(text as string)
      return { run_id: 'run', seq: i + 1, stream, data, size: data.length }
    })
    assert.equal(tailOf(ends), tail)
  })
}

test('what comes before a chunk that is too long to be read whole does not go on in it', () => {
  const end = (text: string, size = text.length) => {
    return { run_id: 'run', seq: 1, stream: 'stdout' as const, data: Buffer.from(text), size }
  }
  assert.equal(tailOf([end('before '), end('the end of much', 9999)]), 'the end of much')
})
