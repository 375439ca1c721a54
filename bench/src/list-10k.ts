import type { Task } from '@mission-control/protocol'
import { routes } from '@mission-control/protocol'
import type { Bench, Context } from './bench.ts'
import { applyLoad } from './load/load.ts'
import { summarise } from './measure.ts'
import { fill } from './ours/fill.ts'
import { OURS_SETUP, type OurServer, startServer } from './ours/server.ts'
import { startBare } from './peers/bare.ts'
import { temporaryFolder } from './places.ts'
import { alternate } from './rounds.ts'

const CLIENTS = 10
const WARM_UP_SECONDS = 0.5
const SECONDS = 2
const PAGE = 50

type Rate = () => Promise<number>
type Sides = { ours: Rate; peer: Rate; small: Rate; million?: Rate }

export const list10k: Bench = {
  id: 'list-10k',
  title: '50 of 10,000 tasks, 10 clients, against bare Node + SQLite; 10k/100-task rate; --million',
  rounds: 9,
  run: async (context) => {
    await using stack = new AsyncDisposableStack()
    const filled = async (tasks: number) => {
      context.say(`filling a server with ${tasks} tasks`)
      const folder = stack.use(temporaryFolder(`server-${tasks}`)).path
      const server = stack.use(await startServer(context, folder))
      await fill(server, tasks)
      return server
    }
    const large = await filled(10_000)
    const small = await filled(100)
    const million = context.million ? await filled(1_000_000) : undefined
    const [sample] = await large.client.tasks.list({ limit: 1 })
    const folder = stack.use(temporaryFolder('bare')).path
    const bare = stack.use(await startBare(folder, 'bare-list', '10000', JSON.stringify(sample)))
    await sameShape(large, bare.port)

    const rounds = await alternate<Sides>(context, {
      ours: () => listRate(context, large),
      peer: () => rateOf(context, bare.port, '/', {}),
      small: () => listRate(context, small),
      ...(million && { million: () => listRate(context, million) }),
    })
    const to100 = (side: 'ours' | 'million') =>
      rounds.map((round) => ({ ours: round[side] ?? 0, peer: round.small }))
    const unit = 'per second'
    const atLeast = (value: number) => ({ of: 'ratio', bound: 'at least', value }) as const
    return {
      measures: [
        summarise('rate', unit, rounds, atLeast(0.6)),
        summarise('10,000 / 100 tasks', unit, to100('ours'), atLeast(0.9)),
        ...(million
          ? [summarise('1,000,000 / 100 tasks', unit, to100('million'), atLeast(0.8))]
          : []),
      ],
      how: `GET ?limit=${PAGE} from ${CLIENTS} keep-alive clients in another process, ${SECONDS} s a side and round after ${WARM_UP_SECONDS} s. Ours: ${OURS_SETUP}. Peer: node:http + node:sqlite without authentication, one prepared statement, 10,000 rows of the same shape and size. In the further ratios the peer is our own server with 100 tasks.`,
    }
  },
}

const listRate = (context: Context, server: OurServer) =>
  rateOf(context, server.port, `${routes.listTasks.path}?limit=${PAGE}`, server.headers)

async function rateOf(
  context: Context,
  port: number,
  path: string,
  headers: Record<string, string>,
): Promise<number> {
  const times = { warmUpSeconds: WARM_UP_SECONDS, seconds: SECONDS }
  const request = { port, method: 'GET', path, headers, expect: 200 } as const
  return (await applyLoad({ ...request, clients: CLIENTS, ...times }, context.signal)).perSecond
}

/** A peer that answers less than we do would be no peer. */
async function sameShape(ours: OurServer, peerPort: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${peerPort}/`)
  const theirs = (await response.json()) as Task[]
  const mine = await ours.client.tasks.list({ limit: PAGE })
  const size = (tasks: Task[]) => JSON.stringify(tasks).length
  const keys = (tasks: Task[]) => Object.keys(tasks[0] ?? {}).join()
  if (mine.length !== theirs.length || keys(mine) !== keys(theirs)) {
    throw new Error(`The peer answers ${keys(theirs)}, we ${keys(mine)}`)
  }
  if (Math.abs(size(mine) / size(theirs) - 1) > 0.02) {
    throw new Error(`The peer answers ${size(theirs)} bytes, we ${size(mine)}`)
  }
}
