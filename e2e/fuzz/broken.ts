import type { Random } from '../faults/harness/random.ts'

const ODD: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  Number.MAX_SAFE_INTEGER + 2,
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u2066',
  'é中🙂',
  '1',
  '9'.repeat(400),
  'x'.repeat(100_000),
  [],
  [[]],
  [null],
  {},
  { toString: null },
  { length: 3 },
]
/** Names that mean something to JavaScript, or nothing to the API. */
const NAMES = ['__proto__', 'constructor', 'toJSON', 'extra', '', 'é', 'id', 'status', 'then']

/** The value with one thing in it another than it should be, somewhere. */
export function broken(value: unknown, random: Random): unknown {
  if (random.chance(0.15) || typeof value !== 'object' || value === null) return random.pick(ODD)
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.2))
      return random.pick([[null], [[]], Array(1001).fill('x'), {}])
    const at = random.between(0, value.length - 1)
    return value.map((each, i) => (i === at ? broken(each, random) : each))
  }
  const entries = Object.entries(value)
  const at = random.between(0, Math.max(0, entries.length - 1))
  switch (random.between(0, 3)) {
    case 0:
      return fromEntries(entries.filter((_, i) => i !== at))
    case 1:
      return fromEntries([...entries, [random.pick(NAMES), random.pick(ODD)]])
    default:
      return fromEntries(
        entries.map(([name, each], i) => [name, i === at ? broken(each, random) : each]),
      )
  }
}

/** `__proto__` as well becomes a property, and is sent. */
function fromEntries(entries: [string, unknown][]): object {
  return Object.fromEntries(entries)
}

/** Bytes that are no JSON, or JSON that no program writes. */
export function brokenText(text: string, random: Random): Buffer {
  return random.pick([
    () => Buffer.from(text.slice(0, -1)),
    () => Buffer.from(`${text}${text}`),
    () => Buffer.from(`\ufeff${text}`),
    () => Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0xc0, 0x80])]),
    () => Buffer.from(text, 'utf16le'),
    () => Buffer.from('\u0000'),
    () => Buffer.from('[1e999]'),
    () => Buffer.from('NaN'),
    () => Buffer.from(`${'['.repeat(50_000)}`),
    () => Buffer.from(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`),
    () => Buffer.from(`{"type":"command","type":${text}}`),
    () => Buffer.from(`"${'x'.repeat(5 * 1024 * 1024)}"`),
    () => Buffer.from(' '),
  ])()
}
