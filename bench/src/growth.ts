import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { within } from '../../e2e/setup/within.ts'
import type { Bench } from './bench.ts'
import { type Chart, draw } from './growth/chart.ts'
import { answers, type Extent, memory, starts, transitions } from './growth/curves.ts'
import { summariseAlone } from './measure.ts'
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

export const growth: Bench = {
  id: 'growth',
  title: 'curves by servers, desktops, streams and tasks, drawn to bench/growth/',
  rounds: 5,
  run: async (context) => {
    const extent = context.rounds < growth.rounds ? TRY : FULL
    const charts: Record<string, Chart> = {}
    const add = (name: string, chart: Chart) => {
      charts[name] = chart
      if (extent === FULL) mkdirSync(FOLDER, { recursive: true })
      if (extent === FULL) writeFileSync(join(FOLDER, `${name}.svg`), draw(chart))
      context.say(`${name}: ${JSON.stringify(chart.lines)}`)
    }
    add('memory', await memory(context, extent))
    add('starts', await starts(context, extent))
    add('transitions', await within((t) => transitions(t, context, extent)))
    add('answers', await answers(context, extent))
    const last = (chart: string, line: string) =>
      charts[chart]!.lines.find(({ name }) => name === line)!.points.at(-1)!.y
    const atMost = (value: number) => ({ bound: 'at most', value }) as const
    return {
      measures: [
        summariseAlone('an idle desktop', 'KiB', [last('memory', 'desktop')], atMost(40)),
        summariseAlone('a stream', 'KiB', [last('memory', 'stream')], atMost(20)),
        summariseAlone('run to start, p99', 'ms', [last('starts', 'p99')], atMost(150)),
        summariseAlone('list, most tasks', 'ms', [last('answers', 'list')]),
        summariseAlone('overview, most tasks', 'ms', [last('answers', 'overview')]),
      ],
      detail: charts,
      how: `Each point once; with --rounds below 5 fewer and smaller points, and nothing is drawn. Memory: resident once it has kept still, less what it was before, by each. Starts: simulated desktops beside the server. Transitions: creates by ten clients for each server. Answers: one after another, median; catch-up: 1,000 events by the SDK.`,
    }
  },
}
