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
/** Loaded first, it makes one route need a key and the other need none. */
const SWAPPED = new URL('./ours/swapped-routes.ts', import.meta.url).href

export const keyRate: Bench = {
  id: 'key-rate',
  title: 'requests with an API key, 10 clients, against the same routes without authentication',
  rounds: 9,
  run: async (context) => {
    using folder = temporaryFolder('usual')
    using swappedFolder = temporaryFolder('swapped')
    await using usual = await startServer(context, folder.path)
    await using swapped = await startServer(context, swappedFolder.path, {
      NODE_OPTIONS: `--import=${SWAPPED}`,
    })
    const { getStorage: storage, getHealth: health } = routes
    await requireKey(usual, storage.path)
    await requireKey(swapped, health.path)
    const rounds = await alternate(context, {
      ours: () => rateOf(context, usual, storage.path, usual.headers),
      peer: () => rateOf(context, swapped, storage.path, {}),
      lightest: () => rateOf(context, swapped, health.path, swapped.headers),
      open: () => rateOf(context, usual, health.path, {}),
    })
    const lightest = rounds.map(({ lightest, open }) => ({ ours: lightest, peer: open }))
    const target = { of: 'ratio', bound: 'at least', value: 0.8 } as const
    return {
      measures: [
        summarise('rate', 'per second', rounds, target),
        summarise('of the lightest route', 'per second', lightest),
      ],
      how: `GET ${storage.path}, which reads the database, and ${health.path}, which reads nothing, from ${CLIENTS} keep-alive clients in another process, ${SECONDS} s a side and round after ${WARM_UP_SECONDS} s. Ours: ${OURS_SETUP}; the key is looked up with its owner's role. Peer: the same route of the same server without authentication. A module that is loaded before the server opens the first route, and makes the second need a key.`,
    }
  },
}

async function requireKey({ url }: OurServer, path: string): Promise<void> {
  const { status } = await fetch(url + path)
  if (status !== 401) throw new Error(`${path} needs no key: it answered ${status}`)
}

async function rateOf(
  context: Context,
  { port }: OurServer,
  path: string,
  headers: Record<string, string>,
): Promise<number> {
  const times = { warmUpSeconds: WARM_UP_SECONDS, seconds: SECONDS }
  const request = { port, method: 'GET', path, headers, expect: 200 } as const
  return (await applyLoad({ ...request, clients: CLIENTS, ...times }, context.signal)).perSecond
}
