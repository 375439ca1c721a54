import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { routes } from '@mission-control/protocol'
import type { Bench } from './bench.ts'
import { percentile, summarise, summariseAlone } from './measure.ts'
import { useOnce } from './ours/first-use.ts'
import { print } from './ours/output.ts'
import { addPrintedTasks } from './ours/printed-tasks.ts'
import { OURS_SETUP, type OurServer, startServer } from './ours/server.ts'
import { temporaryFolder } from './places.ts'
import { alternate } from './rounds.ts'
import { until } from './wait.ts'

const TASKS = 1_000_000
const OUTPUT_GB = 10
const TASKS_A_SECOND = 50
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
    using folder = temporaryFolder('search')
    using plainFolder = temporaryFolder('plain')
    for (const { path } of [folder, plainFolder]) await useOnce(context, path)
    context.say(`filling a server with ${tasks} tasks and ${outputGb} GB`)
    addPrintedTasks(join(folder.path, 'data'), tasks, Math.round((outputGb * 1e9) / tasks))
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
    const printing = await alternate(context, { ours: () => rate(server), peer: () => rate(plain) })
    const { notIndexed } = await search(server, 'needle')
    context.say(`${notIndexed} tasks or more are still to be indexed`)
    const begun = performance.now()
    await until(
      'everything to be indexed',
      async () => (await search(server, 'needle')).notIndexed === 0 || undefined,
      { seconds: 4 * 3600 },
    )
    context.say(`indexed after ${Math.round((performance.now() - begun) / 1000)} s more`)
    const rounds = await alternate(context, { ours: () => whileTasksRun(server) })
    const target = { bound: 'at most', value: 150 } as const
    const p95s = rounds.map(({ ours }) => percentile(ours, 0.95))
    return {
      measures: [
        summariseAlone('first hits, p95', 'ms', p95s, target),
        summariseAlone(
          'first hits, p50',
          'ms',
          rounds.map(({ ours }) => percentile(ours, 0.5)),
        ),
        summarise(
          'printed and stored while the index is made, against without index',
          'MB/s',
          printing,
          { of: 'ratio', bound: 'at least', value: 0.8 },
        ),
      ],
      detail: { tasks, outputGb, notIndexedAfterPrinting: notIndexed },
      how: `Ours: ${OURS_SETUP}; ${tasks} tasks with ${outputGb} GB of output in all, each of ${QUERIES.length} queries ${TIMES} times a round, one after another, while ${TASKS_A_SECOND} commands a second are created and run. Printing: \`cat\` of ${PRINTED} MB, from POST run to the end, while these tasks are indexed; the peer is an empty server without an index.`,
    }
  },
}

async function search({ url, headers }: OurServer, q: string) {
  const response = await fetch(`${url}${routes.search.path}?q=${encodeURIComponent(q)}`, {
    headers,
  })
  if (response.status !== 200) throw new Error(`${q}: ${response.status} ${await response.text()}`)
  return (await response.json()) as { notIndexed: number }
}

/** How long each search took, in ms. */
async function whileTasksRun(server: OurServer): Promise<number[]> {
  const { client, desktopId } = server
  const started: Promise<unknown>[] = []
  const start = async () => {
    const { id } = await client.tasks.create({ type: 'command', content: 'true', desktopId })
    await client.tasks.run(id)
  }
  const clock = setInterval(() => started.push(start()), 1000 / TASKS_A_SECOND)
  const times: number[] = []
  try {
    for (let i = 0; i < TIMES * QUERIES.length; i++) {
      const begun = performance.now()
      await search(server, QUERIES[i % QUERIES.length]!)
      times.push(performance.now() - begun)
      await sleep(50)
    }
  } finally {
    clearInterval(clock)
  }
  await Promise.all(started)
  return times
}
