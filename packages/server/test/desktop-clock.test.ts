import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DesktopClock } from '../src/runners/desktop-clock.ts'

const HOUR = 3_600_000
const NOW = 100 * HOUR

/** What the clock says with each message, and ours when it comes; a time by its clock, and by ours. */
const ROWS: [string, [number | undefined, number][], number, number][] = [
  ['a clock in step', [[NOW, NOW + 40]], NOW + 500, NOW + 500],
  ['one an hour behind', [[NOW - HOUR, NOW]], NOW - HOUR + 500, NOW + 500],
  ['one an hour ahead', [[NOW + HOUR, NOW]], NOW + HOUR + 500, NOW + 500],
  [
    'the message that was fastest tells best',
    [
      [NOW - HOUR, NOW + 900],
      [NOW - HOUR + 5_000, NOW + 5_003],
    ],
    NOW - HOUR + 500,
    NOW + 503,
  ],
  [
    'a clock that is set back meanwhile',
    [
      [NOW, NOW],
      [NOW - HOUR + 5_000, NOW + 5_000],
    ],
    NOW - HOUR + 6_000,
    NOW + 6_000,
  ],
  ['an old runner, which does not say', [[undefined, NOW]], NOW + 500, NOW + 500],
  [
    'an old runner that is ahead: nothing lies ahead',
    [[undefined, NOW]],
    NOW + 2 * HOUR,
    NOW + HOUR,
  ],
  ['an old runner that is behind: nothing precedes the run', [], NOW - HOUR, NOW],
]

for (const [what, messages, said, ours] of ROWS) {
  test(`a desktop's time is told by our clock: ${what}`, () => {
    const clock = new DesktopClock()
    for (const [its, now] of messages) clock.hear(its, now)
    assert.equal(clock.toOurs(said, { from: NOW, now: NOW + HOUR }), ours)
  })
}
