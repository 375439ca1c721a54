import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, Context } from './bench.ts'
import { answers } from './growth/answers.ts'
import { type Chart, draw } from './growth/chart.ts'
import type { Curve, Extent } from './growth/extent.ts'
import { memory } from './growth/memory.ts'
import { starts } from './growth/starts.ts'
import { transitions } from './growth/transitions.ts'
import { type Figure, summariseAlone } from './measure.ts'
import { ROOT } from './places.ts'

const FOLDER = join(ROOT, 'bench/growth')

const FULL: Extent = {
  replicas: [1, 2, 3],
  desktops: [100, 500, 2_000],
  streams: [500, 1_000, 5_000],
  tasks: [1_000, 10_000, 100_000, 1_000_000],
  seconds: 4,
}
/** With fewer than five rounds. */
const TRY: Extent = {
  replicas: [1, 2],
  desktops: [20, 100],
  streams: [100, 500],
  tasks: [1_000, 10_000],
  seconds: 1,
}

const DRAWN: Record<string, Curve> = { memory, starts, transitions, answers }
export const CURVES = Object.keys(DRAWN)

/** The last points of lines, which are what is aimed for: chart, line, what it is, unit and bound. */
const LAST: [string, string, string, string, number?][] = [
  ['memory', 'desktop', 'an idle desktop', 'KiB', 40],
  ['memory', 'stream', 'a stream', 'KiB', 20],
  ['starts', 'p99', 'run to start, p99', 'ms', 150],
  ['transitions', 'PostgreSQL', 'transitions of most servers', 'per second'],
  ['answers', 'list', 'list, most tasks', 'ms'],
  ['answers', 'overview', 'overview, most tasks', 'ms'],
]

export const growth: Bench = {
  id: 'growth',
  title: 'curves by servers, desktops, streams and tasks, drawn to bench/growth/; --curve',
  rounds: 5,
  run: async (context) => {
    const charts: Record<string, Chart> = {}
    for (const name of context.curve === undefined ? CURVES : [context.curve]) {
      charts[name] = await measured(context, name)
    }
    return {
      measures: LAST.flatMap(([chart, line, name, unit, value]): Figure[] => {
        const points = charts[chart]?.lines.find((each) => each.name === line)?.points
        const target = value === undefined ? undefined : ({ bound: 'at most', value } as const)
        return points ? [summariseAlone(name, unit, [points.at(-1)!.y], target)] : []
      }),
      detail: charts,
      how: `Each point once; with --rounds below 5 fewer and smaller points, and nothing is drawn. Memory: resident once it has kept still, less what it was before, by each. Starts: simulated desktops beside the server. Transitions: creates by ten clients for each server. Answers: one after another, median; catch-up: 1,000 events by the SDK. Servers with many tasks are filled once and kept under TMPDIR.`,
    }
  },
}

async function measured(context: Context, name: string): Promise<Chart> {
  const extent = context.rounds < growth.rounds ? TRY : FULL
  const chart = await DRAWN[name]!(context, extent)
  if (extent === FULL) {
    mkdirSync(FOLDER, { recursive: true })
    writeFileSync(join(FOLDER, `${name}.svg`), draw(chart))
  }
  context.say(`${name}: ${JSON.stringify(chart.lines)}`)
  return chart
}
