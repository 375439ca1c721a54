import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Backlog } from '../../src/streams/backlog.ts'
import { Blocks } from '../../src/streams/blocks.ts'

const event = (id: number, size = 0) =>
  `id: ${id}\ndata: {"type":"task.created","payload":{},"at":"${'x'.repeat(size)}"}\n\n`
const desktop = (id: string, cpu: number) =>
  `data: {"type":"desktop.status","payload":{"id":"${id}","cpu":${cpu}}}\n\n`
const OUTPUT = 'data: {"type":"task.output","payload":{"taskId":"a"}}\n\n'
const CURSOR = (id: number) =>
  `retry: 2000\nid: ${id}\ndata: {"type":"stream.cursor","payload":{}}\n\n`
const RESET = (id: number) => `id: ${id}\ndata: {"type":"stream.reset","payload":{}}\n\n`

function backlogOf(after: number, ...texts: string[]): Backlog {
  const backlog = new Backlog(after)
  for (const block of new Blocks().take(texts.join(''))) backlog.add(block)
  return backlog
}

test('a stream is the same after it has been taken apart, wherever its pieces end', () => {
  const text = `${CURSOR(0)}${event(1)}${OUTPUT}: 15 s\n${CURSOR(9)}: 30 s\n: 45 s\n${RESET(12)}: the end\n`
  for (let at = 0; at <= text.length; at++) {
    const blocks = new Blocks()
    const taken = [text.slice(0, at), text.slice(at)].flatMap((piece) => [...blocks.take(piece)])
    assert.equal(taken.map((block) => block.text).join(''), text)
    assert.deepEqual(
      taken.filter(({ data }) => data !== null).map(({ id }) => id),
      [0, 1, null, 9, 12],
    )
  }
})

test('a tab hears what it has missed since its own place, each event once', () => {
  const backlog = backlogOf(4, event(5), OUTPUT, event(7), event(9), CURSOR(11))
  const rows: [number, string | null][] = [
    [3, null],
    [4, event(5) + event(7) + event(9)],
    [5, event(7) + event(9)],
    [8, event(9)],
    [11, ''],
    [20, ''],
  ]
  for (const [place, missed] of rows) assert.equal(backlog.since(place), missed, `${place}`)
  assert.equal(backlog.cursor, 11)
})

test('it also hears how each desktop is, as it was told last', () => {
  const backlog = backlogOf(0, desktop('a', 1), desktop('b', 1), event(1), desktop('a', 2))
  assert.equal(backlog.since(1), desktop('a', 2) + desktop('b', 1))
  backlog.forgetStates()
  assert.equal(backlog.since(1), '')
})

test('before a reset nothing is known any more', () => {
  const backlog = backlogOf(0, event(1), event(2), RESET(1), event(2))
  assert.equal(backlog.since(0), null)
  assert.equal(backlog.since(1), event(2))
})

test('only the newest are kept, and what is older is not passed over in silence', () => {
  const many = Array.from({ length: 300 }, (_, at) => event(at + 1, 10_000))
  const backlog = backlogOf(0, ...many)
  assert.equal(backlog.since(0), null)
  assert.equal(backlog.since(300), '')
  assert.equal(backlog.since(200), many.slice(200).join(''))
})

test('a comment is passed on when its line has come, not with the next event', () => {
  const blocks = new Blocks()
  assert.deepEqual(blocks.take(': still '), [])
  assert.deepEqual(blocks.take('here\n'), [{ text: ': still here\n', id: null, data: null }])
  assert.deepEqual(blocks.take(event(1)), new Blocks().take(event(1)))
})

test('of a chat it keeps how its turn is, beside what is numbered', () => {
  const turn = (status: string) =>
    `data: {"type":"chat.turn","payload":{"id":"a","status":"${status}"}}\n\n`
  const backlog = backlogOf(0, CURSOR(0), turn('pending'), turn('running'), event(1), event(2))
  assert.equal(backlog.since(0), event(1) + event(2) + turn('running'))
  assert.equal(backlog.since(2), turn('running'))
})
