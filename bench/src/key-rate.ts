import { routes } from '@mission-control/protocol'
import type { Bench, Context } from './bench.ts'
import { applyLoad } from './load/load.ts'
import { summarise } from './measure.ts'
import { OURS_SETUP, type OurServer, startServer } from './ours/server.ts'
import { temporaryFolder } from './places.ts'
import { alternate } from './rounds.ts'

const CLIENTS = 10
const WARM_UP_SECONDS = 0.5
const SECONDS = 2
/** Makes the route need a key, in the server's process. */
const CLOSED = new URL('./ours/closed-route.ts', import.meta.url).href

export const keyRate: Bench = {
  id: 'key-rate',
  title: 'requests with an API key, 10 clients, against the same route without authentication',
  rounds: 9,
  run: async (context) => {
    using folder = temporaryFolder('closed')
    using openFolder = temporaryFolder('open')
    await using closed = await startServer(context, folder.path, {
      NODE_OPTIONS: `--import=${CLOSED}`,
    })
    await using open = await startServer(context, openFolder.path)
    await requireKey(closed)
    const rounds = await alternate(context, {
      ours: () => rateOf(context, closed, closed.headers),
      peer: () => rateOf(context, open, {}),
    })
    const target = { of: 'ratio', bound: 'at least', value: 0.8 } as const
    return {
      measures: [summarise('rate', 'per second', rounds, target)],
      how: `GET ${routes.getHealth.path}, the lightest route there is, from ${CLIENTS} keep-alive clients in another process, ${SECONDS} s a side and round after ${WARM_UP_SECONDS} s. Ours: ${OURS_SETUP}; a module that is loaded first makes this open route need the scope read, so the key is looked up with its owner's role, and the request is counted. Peer: the same server as it is, without a key.`,
    }
  },
}

async function requireKey({ url }: OurServer): Promise<void> {
  const { status } = await fetch(url + routes.getHealth.path)
  if (status !== 401) throw new Error(`The route needs no key: it answered ${status}`)
}

async function rateOf(
  context: Context,
  { port }: OurServer,
  headers: Record<string, string>,
): Promise<number> {
  const times = { warmUpSeconds: WARM_UP_SECONDS, seconds: SECONDS }
  const { path } = routes.getHealth
  const request = { port, method: 'GET', path, headers, expect: 200 } as const
  return (await applyLoad({ ...request, clients: CLIENTS, ...times }, context.signal)).perSecond
}
