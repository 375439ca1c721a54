import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { routes } from '@mission-control/protocol'
import type { Bench, Context } from './bench.ts'
import { median, percentile, rounded, summarise, summariseAlone } from './measure.ts'
import { corpusOf } from './ours/corpus.ts'
import { useOnce } from './ours/first-use.ts'
import { print } from './ours/output.ts'
import { addPrintedTasks } from './ours/printed-tasks.ts'
import { OURS_SETUP, type OurServer, startServer } from './ours/server.ts'
import { temporaryFolder } from './places.ts'
import { alternate } from './rounds.ts'

const TASKS = 1_000_000
const OUTPUT_GB = 10
const TASKS_A_SECOND = 50
/** Tasks that wait to be indexed while a round prints, with 10 KB each. */
const WAITING = 20_000
/** In a round of printing, in MB. */
const PRINTED = 50
const QUERIES = [
  'needle',
  'failed',
  'ailed retr',
  '"warning" -needle',
  'status:done needle',
  'nowhere',
]
/** So often in a round. */
const TIMES = 8

export const search1m: Bench = {
  id: 'search-1m',
  title:
    'first hits of a search while 50 tasks a second run, and what its index costs; --tasks, --output-gb',
  rounds: 3,
  run: async (context) => {
    const { tasks = TASKS, outputGb = OUTPUT_GB } = context
    const searched = await searches(context, tasks, outputGb)
    const target = { bound: 'at most', value: 150 } as const
    const of = (side: 'idle' | 'busy', share: number) =>
      searched.rounds.map((round) => percentile(Object.values(round[side]).flat(), share))
    return {
      measures: [
        summariseAlone('first hits while tasks run, p95', 'ms', of('busy', 0.95), target),
        summariseAlone('first hits while tasks run, p50', 'ms', of('busy', 0.5)),
        summariseAlone('first hits, p95', 'ms', of('idle', 0.95)),
        summariseAlone('first hits, p50', 'ms', of('idle', 0.5)),
        summariseAlone('the first search of all', 'ms', [searched.first]),
        summarise(
          'printed and stored while the index is made, against without index',
          'MB/s',
          await printing(context),
          { of: 'ratio', bound: 'at least', value: 0.8 },
        ),
      ],
      detail: {
        tasks,
        outputGb,
        'ms of each query, p50 and most, while tasks run': Object.fromEntries(
          QUERIES.map((q) => {
            const times = searched.rounds.flatMap(({ busy }) => busy[q]!)
            return [q, [rounded(median(times)), rounded(Math.max(...times))]]
          }),
        ),
      },
      how: `Ours: ${OURS_SETUP}; ${tasks} tasks with ${outputGb} GB of output in all, which are in the index; each of ${QUERIES.length} queries ${TIMES} times a round, one after another: with nothing else, and while ${TASKS_A_SECOND} commands a second are created and run. Printing: \`cat\` of ${PRINTED} MB, from POST run to the end, while ${WAITING} tasks with 10 KB each wait to be indexed; the peer is an empty server without an index.`,
    }
  },
}

async function searches(context: Context, tasks: number, outputGb: number) {
  const { path, key } = await corpusOf(context, tasks, outputGb)
  await using server = await startServer(context, path, {}, key)
  const first = (await timesOf(server, ['needle'], 1)).needle![0]!
  context.say(`the first search took ${first} ms`)
  const rounds = await alternate(context, {
    idle: () => timesOf(server, QUERIES, TIMES),
    busy: () => whileTasksRun(server, () => timesOf(server, QUERIES, TIMES)),
  })
  return { first, rounds }
}

async function printing(context: Context) {
  using folder = temporaryFolder('search')
  using plainFolder = temporaryFolder('plain')
  for (const { path } of [folder, plainFolder]) await useOnce(context, path)
  addPrintedTasks(join(folder.path, 'data'), WAITING, 10_000)
  const file = join(folder.path, 'printed')
  writeFileSync(
    file,
    `${randomBytes(60).toString('base64').slice(0, 79)}\n`.repeat(PRINTED * 12_500),
  )
  await using server = await startServer(context, folder.path)
  await using plain = await startServer(context, plainFolder.path, {
    MISSION_CONTROL_SEARCH_INDEX: 'off',
  })
  const rate = async (on: OurServer) => {
    const { id, ms } = await print(on, `cat ${file}`)
    await on.client.tasks.delete(id)
    return (PRINTED * 1000) / ms
  }
  return await alternate(context, { ours: () => rate(server), peer: () => rate(plain) })
}

/** How long each search took, in ms. */
async function timesOf(server: OurServer, queries: string[], times: number) {
  const taken: Record<string, number[]> = Object.fromEntries(queries.map((q) => [q, []]))
  for (let i = 0; i < times * queries.length; i++) {
    const q = queries[i % queries.length]!
    const begun = performance.now()
    await search(server, q)
    taken[q]!.push(rounded(performance.now() - begun))
    await sleep(50)
  }
  return taken
}

async function search({ url, headers }: OurServer, q: string): Promise<void> {
  const response = await fetch(`${url}${routes.search.path}?q=${encodeURIComponent(q)}`, {
    headers,
  })
  const body = await response.text()
  if (response.status !== 200) throw new Error(`${q}: ${response.status} ${body}`)
}

async function whileTasksRun<T>(server: OurServer, work: () => Promise<T>): Promise<T> {
  const { client, desktopId } = server
  const started: Promise<unknown>[] = []
  const start = async () => {
    const { id } = await client.tasks.create({ type: 'command', content: 'true', desktopId })
    await client.tasks.run(id)
  }
  const clock = setInterval(() => started.push(start()), 1000 / TASKS_A_SECOND)
  try {
    return await work()
  } finally {
    clearInterval(clock)
    await Promise.all(started)
  }
}
