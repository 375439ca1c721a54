import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { routes } from '@mission-control/protocol'
import type { Bench, Context } from './bench.ts'
import { applyLoad } from './load/load.ts'
import { percentile, summarise, type Target } from './measure.ts'
import { idleMemory } from './memory.ts'
import { ratePerSecond, timeEach } from './operations.ts'
import { Dispatch } from './ours/dispatch.ts'
import { fill } from './ours/fill.ts'
import { lines, type Printed, print, takeBack } from './ours/output.ts'
import { processorTime } from './ours/processes.ts'
import { OURS_SETUP, type OurServer, startServer } from './ours/server.ts'
import { ROOT, temporaryFolder } from './places.ts'
import { alternate } from './rounds.ts'

const TASKS = 10_000
const OPERATIONS = 200
const IN_FLIGHT = 8
/** MB of output in a round. */
const PRINTED = 100
const LOAD = { clients: 10, warmUpSeconds: 0.3, seconds: 1 }

export const before: Bench = {
  id: 'before',
  title: 'this checkout against another one (--checkout DIR), side by side',
  rounds: 7,
  run: async (context) => {
    const checkout = checkoutOf(context)
    const footprints = await alternate(
      { ...context, rounds: Math.min(context.rounds, 3) },
      { ours: () => footprint(context, ROOT), peer: () => footprint(context, checkout) },
    )
    await using stack = new AsyncDisposableStack()
    const printed = lines(stack.use(temporaryFolder('printed')), 'large', PRINTED)
    const env = { MISSION_CONTROL_OUTPUT_LIMIT: `${2 * PRINTED * 1_000_000}` }
    const side = async (root: string) => {
      const folder = stack.use(temporaryFolder('side')).path
      const server = stack.use(await startServer(context, folder, env, undefined, root))
      await fill(server, TASKS)
      const dispatch = stack.use(await Dispatch.open(server))
      await ratePerSecond(dispatch.once, IN_FLIGHT, OPERATIONS)
      return () => figures(context, server, dispatch, printed)
    }
    const sides = { ours: await side(ROOT), peer: await side(checkout) }
    const rounds = await alternate(context, sides)
    const of = (key: keyof Awaited<ReturnType<typeof figures>>) =>
      rounds.map(({ ours, peer }) => ({ ours: ours[key], peer: peer[key] }))
    const less = (value: number): Target => ({ of: 'ratio', bound: 'at most', value })
    const more: Target = { of: 'ratio', bound: 'at least', value: 0.95 }
    const start = footprints.map(({ ours, peer }) => ({ ours: ours.startMs, peer: peer.startMs }))
    const idle = footprints.map(({ ours, peer }) => ({ ours: ours.rss, peer: peer.rss }))
    return {
      measures: [
        summarise('dispatch-rate', 'per second', of('rate'), more),
        summarise('its processor time in the server', 'ms a task', of('processor'), less(1.05)),
        summarise('dispatch-latency, p50', 'ms', of('p50'), less(1.05)),
        summarise('list-10k', 'per second', of('lists'), more),
        summarise('create-durable', 'per second', of('creates'), more),
        summarise('output-rate', 'MB/s', of('output'), more),
        summarise('footprint: start', 'ms', start, less(1.05)),
        summarise('footprint: idle server', 'MiB', idle, less(1.05)),
      ],
      how: `Both checkouts' own servers, started side by side, each with ${TASKS} tasks, measured in turn by the code of this one. Peer: ${checkout}. Dispatch: ${OPERATIONS} operations a side and round; output: ${PRINTED} MB; lists and creates: ${LOAD.seconds} s from ${LOAD.clients} clients. ${OURS_SETUP}.`,
    }
  },
}

function checkoutOf({ checkout }: Context): string {
  if (checkout === undefined) throw new Error('Expected --checkout DIR, another checkout')
  const root = resolve(checkout)
  if (existsSync(join(root, 'node_modules/.installed-dev'))) return root
  throw new Error(`--checkout: ${root} has no dependencies; run any of its npm scripts there first`)
}

async function footprint(context: Context, root: string) {
  using folder = temporaryFolder('footprint')
  await using server = await startServer(context, folder.path, {}, undefined, root)
  const { rss } = await idleMemory([server.program.pid])
  return { startMs: server.startMs, rss }
}

async function figures(context: Context, server: OurServer, dispatch: Dispatch, printed: Printed) {
  const { port, headers, desktopId, program } = server
  const rate = async (route: { method: 'GET' | 'POST'; path: string }, body?: object) => {
    const expect = route.method === 'GET' ? 200 : 201
    const request = { ...route, port, headers, body, expect, ...LOAD }
    return (await applyLoad(request, context.signal)).perSecond
  }
  const used = processorTime(program.pid)
  const perSecond = await ratePerSecond(dispatch.once, IN_FLIGHT, OPERATIONS)
  const processor = (processorTime(program.pid) - used) / OPERATIONS
  const { id, ms } = await print(server, `cat ${printed.path}`)
  if ((await takeBack(server, id)) !== printed.sha256) throw new Error('It was not stored whole')
  return {
    output: (PRINTED * 1000) / ms,
    rate: perSecond,
    processor,
    p50: percentile(await timeEach(dispatch.once, OPERATIONS / 2), 0.5),
    lists: await rate({ method: 'GET', path: `${routes.listTasks.path}?limit=50` }),
    creates: await rate(
      { method: 'POST', path: routes.createTask.path },
      { type: 'command', content: 'true', desktopId },
    ),
  }
}
