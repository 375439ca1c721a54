import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matches, NO_FILTER } from '../../src/board/filter.ts'
import type { Card } from '../../src/live/live.ts'
import { task } from '../live/board.ts'

const MY_IDS = new Set(['user_1', 'key_1'])
const by = (number: number, id: string | null): Card => {
  const createdBy = id === null ? null : ({ kind: 'user', id, name: '' } as const)
  return { ...task(number, 'pending', { createdBy }), asOf: 0 }
}
const CARDS = [by(1, 'user_1'), by(2, 'user_2'), by(3, 'key_1'), by(4, null)]

for (const [what, filter, shown] of [
  ['words', { words: 'ECHO 2' }, [2]],
  ['a desktop', { desktopId: 'desktop_2' }, []],
  ['what is mine, also by my API keys', { mine: true }, [1, 3]],
] as const) {
  test(`the board shows only cards with ${what}`, () => {
    const accepts = matches({ ...NO_FILTER, ...filter }, MY_IDS)!
    assert.deepEqual(
      CARDS.filter(accepts).map(({ summary }) => Number(summary.slice(5))),
      shown,
    )
  })
}

test('without a filter every card is shown', () => {
  assert.equal(matches(NO_FILTER, MY_IDS), null)
})
