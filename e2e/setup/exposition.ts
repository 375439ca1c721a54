import assert from 'node:assert/strict'

/** What a scrape of `/metrics` gave. */
export interface Exposition {
  text: string
  /** The type of each metric by its name. */
  types: Map<string, string>
  /** Each value by its line's name and labels, sorted: `http_requests_total{method="GET"}`. */
  values: Map<string, number>
  /** The sum over all lines of this name that have these labels. */
  sum(name: string, labels?: Record<string, string | number>): number
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/gy
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`)
const ABOUT = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`)
const TYPES = ['counter', 'gauge', 'histogram', 'summary']

interface Sample {
  name: string
  labels: Map<string, string>
  value: number
}

/**
 * Reads Prometheus's text format 0.0.4 as strictly as its own checker: each metric has its help and type
 * before its samples, a counter ends in `_total`, no series comes twice, buckets add up.
 */
export function readExposition(text: string): Exposition {
  assert.ok(text.endsWith('\n'), 'the last line has no end')
  const help = new Set<string>()
  const types = new Map<string, string>()
  const samples: Sample[] = []
  const values = new Map<string, number>()
  for (const line of text.split('\n')) {
    if (line === '') continue
    const [, kind, about = '', rest = ''] = ABOUT.exec(line) ?? []
    if (kind === 'HELP') help.add(about)
    else if (kind === 'TYPE') {
      assert.ok(help.has(about) && !types.has(about) && TYPES.includes(rest), line)
      assert.equal(
        rest === 'counter',
        about.endsWith('_total'),
        `only counters end in _total: ${line}`,
      )
      types.set(about, rest)
    } else {
      const [, name = '', inside = '', value = ''] = SAMPLE.exec(line) ?? []
      assert.notEqual(name, '', `not a sample: ${line}`)
      assert.ok(typeOf(types, name), `before its type: ${line}`)
      const labels = readLabels(inside)
      const key = `${name}{${[...labels].map(([label, word]) => `${label}="${word}"`).sort()}}`
      assert.ok(!values.has(key), `twice: ${line}`)
      const number = value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value)
      assert.ok(value !== '' && (/^nan$/i.test(value) || !Number.isNaN(number)), line)
      values.set(key, number)
      samples.push({ name, labels, value: number })
    }
  }
  refuseUneven(samples, types)
  return {
    text,
    types,
    values,
    sum: (name, labels = {}) =>
      samples
        .filter((each) => each.name === name)
        .filter((each) =>
          Object.entries(labels).every(([label, word]) => each.labels.get(label) === `${word}`),
        )
        .reduce((sum, { value }) => sum + value, 0),
  }
}

/** The type of the metric that a sample's name belongs to. */
function typeOf(types: Map<string, string>, name: string): string | undefined {
  return types.get(name) ?? types.get(name.replace(/_(bucket|sum|count)$/, ''))
}

function readLabels(inside: string): Map<string, string> {
  const labels = new Map<string, string>()
  let end = 0
  for (const [whole, label = '', word = ''] of inside.matchAll(LABEL)) {
    labels.set(label, word)
    end += whole.length
  }
  assert.equal(end, inside.length, `labels that can't be read: ${inside}`)
  return labels
}

/** Each bucket holds what the smaller ones hold, and the last one all. */
function refuseUneven(samples: Sample[], types: Map<string, string>): void {
  for (const [metric, type] of types) {
    if (type !== 'histogram') continue
    const series = Map.groupBy(
      samples.filter(({ name }) => name === `${metric}_bucket`),
      ({ labels }) => JSON.stringify([...labels].filter(([label]) => label !== 'le')),
    )
    for (const [labels, buckets] of series) {
      const counts = buckets.map(({ value }) => value)
      assert.deepEqual(
        counts,
        counts.toSorted((one, other) => one - other),
        metric,
      )
      assert.equal(buckets.at(-1)?.labels.get('le'), '+Inf', metric)
      const total = samples.find(
        (each) => each.name === `${metric}_count` && JSON.stringify([...each.labels]) === labels,
      )
      assert.equal(total?.value, counts.at(-1), metric)
    }
  }
}
