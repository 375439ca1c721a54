import assert from 'node:assert/strict'
import { test } from 'node:test'
import { afterHello, type Candidate, planUpgrades } from '../src/upgrades/decisions.ts'
import { isOlder } from '../src/upgrades/is-older.ts'
import { type Hold, type KnownUpgrade, newUpgrade } from '../src/upgrades/known.ts'

test('versions are ordered as semantic versions are; what is none is older than none', () => {
  const ordered = [
    '0.1.0',
    '0.2.0-alpha',
    '0.2.0-alpha.1',
    '0.2.0-alpha.2',
    '0.2.0-alpha.10',
    '0.2.0-alpha.beta',
    '0.2.0-rc.1',
    '0.2.0',
    '0.2.10',
    '0.10.0',
    '1.0.0',
    '10.0.0',
  ]
  for (const [i, one] of ordered.entries()) {
    for (const [j, other] of ordered.entries()) {
      assert.equal(isOlder(one, other), i < j, `${one} < ${other}`)
    }
  }
  for (const word of ['', 'new', '1.0', 'v1.0.0', '1.0.0.0']) {
    assert.equal(isOlder(word, '1.0.0'), false, word)
    assert.equal(isOlder('0.0.1', word), false, word)
  }
  assert.equal(isOlder('1.0.0+a', '1.0.0+b'), false)
})

const TO = '0.2.0'
const NONE = newUpgrade(TO)
const CAN = { obstacle: null, failed: null, trial: false }

type Said = Parameters<typeof afterHello>[1]['upgrade']
const FAILED: Said = { ...CAN, failed: { version: TO, message: 'It broke.' } }

const HELLOS: [
  what: string,
  known: Partial<KnownUpgrade> | null,
  runnerVersion: string,
  said: Said,
  upgrade: Partial<KnownUpgrade> | null,
  news?: 'upgraded' | 'failed',
][] = [
  ['of the same version', null, TO, CAN, null],
  ['of a newer version', null, '0.3.0', CAN, null],
  ['of the same version, after it was told', { offeredAt: 5, tries: 1 }, TO, CAN, null, 'upgraded'],
  ['upgraded by hand', {}, TO, undefined, null, 'upgraded'],
  ['older', null, '0.1.0', CAN, {}],
  [
    'older, which failed before',
    { failure: 'It broke.' },
    '0.1.0',
    FAILED,
    { failure: 'It broke.' },
  ],
  [
    'an earlier version failed',
    null,
    '0.1.0',
    { ...CAN, failed: { version: '0.1.9', message: 'It broke.' } },
    {},
  ],
  [
    'back with a failure',
    { offeredAt: 5, tries: 1, asked: 'now' },
    '0.1.0',
    FAILED,
    { tries: 1, failure: 'It broke.' },
    'failed',
  ],
  ['a failure that nobody knew', null, '0.1.0', FAILED, { failure: 'It broke.' }, 'failed'],
  ['asked for again before it was told', { asked: 'idle' }, '0.1.0', FAILED, { asked: 'idle' }],
  [
    'interrupted',
    { offeredAt: 5, tries: 1, asked: 'idle' },
    '0.1.0',
    CAN,
    { tries: 1, asked: 'idle' },
  ],
  ['not back in time, then back', { tries: 1, failure: 'Late.' }, '0.1.0', CAN, { tries: 1 }],
  [
    'interrupted too often',
    { offeredAt: 5, tries: 10 },
    '0.1.0',
    CAN,
    { tries: 10, failure: 'It was begun 10 times, and each time something ended it.' },
    'failed',
  ],
  ['on trial', { offeredAt: 5, tries: 1 }, TO, { ...CAN, trial: true }, { offeredAt: 5, tries: 1 }],
  [
    'can’t',
    { failure: 'x', asked: 'now' },
    '0.1.0',
    { ...CAN, obstacle: 'No.' },
    { obstacle: 'No.' },
  ],
  ['can now', { obstacle: 'No.' }, '0.1.0', CAN, {}],
]

for (const [what, known, runnerVersion, upgrade, expected, news = null] of HELLOS) {
  test(`a hello: ${what}`, () => {
    const before = known && { ...NONE, ...known }
    const after = afterHello(before, { runnerVersion, ...(upgrade && { upgrade }) }, TO)
    assert.deepEqual(after, { upgrade: expected && { ...NONE, ...expected }, news })
  })
}

test('a hello of a runner that is too old to be upgraded says what to do', () => {
  const { upgrade } = afterHello(null, { runnerVersion: '0.0.1' }, TO)
  assert.match(upgrade?.obstacle ?? '', /too old to upgrade itself: run the line/)
})

const candidate = (
  id: string,
  more: Partial<Omit<Candidate, 'upgrade'>> = {},
  upgrade: Partial<KnownUpgrade> = {},
): Candidate => ({
  id,
  connected: true,
  busy: false,
  policy: 'auto',
  offeredFor: 0,
  ...more,
  upgrade: { ...NONE, ...upgrade },
})

const LATE = 10 * 60_000 + 1
const PLANS: [
  what: string,
  fleet: number,
  candidates: Candidate[],
  offer: string[],
  holds: Record<string, Hold | null>,
  late?: string[],
][] = [
  ['the only one', 1, [candidate('a')], ['a'], { a: null }],
  ['one at a time', 9, [candidate('a'), candidate('b')], ['a'], { a: null, b: 'turn' }],
  [
    'a tenth at a time',
    29,
    [candidate('a'), candidate('b'), candidate('c')],
    ['a', 'b'],
    { a: null, b: null, c: 'turn' },
  ],
  [
    'one is under way',
    9,
    [candidate('a', {}, { offeredAt: 1 }), candidate('b')],
    [],
    { b: 'turn' },
  ],
  [
    'a busy one waits, the next doesn’t',
    9,
    [candidate('a', { busy: true }), candidate('b')],
    ['b'],
    { a: 'runs', b: null },
  ],
  [
    'one that is away waits',
    9,
    [candidate('a', { connected: false }), candidate('b')],
    ['b'],
    { a: 'away', b: null },
  ],
  ['one with an obstacle is left out', 9, [candidate('a', {}, { obstacle: 'No.' })], [], {}],
  [
    'ask and off are left alone',
    9,
    [candidate('a', { policy: 'ask' }), candidate('b', { policy: 'off' })],
    [],
    {},
  ],
  [
    'what was asked for comes first, whatever the policy',
    9,
    [candidate('a'), candidate('b', { policy: 'off' }, { asked: 'idle' })],
    ['b'],
    { a: 'turn', b: null },
  ],
  [
    'asked for, and busy',
    9,
    [candidate('a', { busy: true }, { asked: 'idle' })],
    [],
    { a: 'runs' },
  ],
  [
    'asked for now, and busy',
    9,
    [candidate('a', { busy: true }, { asked: 'now' })],
    ['a'],
    { a: null },
  ],
  [
    'asked for now, and away',
    9,
    [candidate('a', { connected: false }, { asked: 'now' })],
    [],
    { a: 'away' },
  ],
  [
    'one has failed',
    99,
    [candidate('a', {}, { failure: 'x' }), candidate('b')],
    [],
    { b: 'stopped' },
  ],
  [
    'one has failed, another is asked for',
    99,
    [candidate('a', {}, { failure: 'x' }), candidate('b'), candidate('c', {}, { asked: 'idle' })],
    ['c'],
    { b: 'stopped', c: null },
  ],
  [
    'one has failed whose policy is off',
    99,
    [candidate('a', { policy: 'off' }, { failure: 'x' }), candidate('b')],
    ['b'],
    { b: null },
  ],
  [
    'one is not back in time',
    9,
    [candidate('a', { offeredFor: LATE }, { offeredAt: 1 }), candidate('b')],
    [],
    { b: 'stopped' },
    ['a'],
  ],
  [
    'one has time to come back',
    9,
    [candidate('a', { offeredFor: LATE - 1 }, { offeredAt: 1 })],
    [],
    {},
  ],
]

for (const [what, fleet, candidates, offer, holds, late = []] of PLANS) {
  test(`of a fleet: ${what}`, () => {
    const plan = planUpgrades(candidates, fleet)
    assert.deepEqual({ ...plan, holds: Object.fromEntries(plan.holds) }, { offer, holds, late })
  })
}

test('whatever there is, no more are under way than a tenth, and at least one', () => {
  const states: Partial<KnownUpgrade>[] = [
    {},
    { offeredAt: 1 },
    { asked: 'now' },
    { obstacle: 'No.' },
    { failure: 'x' },
  ]
  for (let fleet = 1; fleet <= 40; fleet++) {
    for (let kind = 0; kind < states.length ** 3; kind++) {
      const some = Array.from({ length: fleet }, (_, i) => {
        const state = states[Math.floor(kind / states.length ** (i % 3)) % states.length]
        return candidate(`${i}`, { busy: i % 2 === 0 }, i < 2 ? state : { asked: 'now' })
      })
      const { offer } = planUpgrades(some, fleet)
      const before = some.filter(({ upgrade }) => upgrade.offeredAt !== null).length
      const most = Math.max(1, Math.floor(fleet / 10))
      assert.ok(offer.length === 0 || before + offer.length <= most, `${fleet} ${kind}`)
      assert.equal(new Set(offer).size, offer.length)
      for (const id of offer) {
        const { upgrade } = some.find((each) => each.id === id)!
        assert.ok(upgrade.offeredAt === null && upgrade.obstacle === null)
      }
    }
  }
})
