import { Fleet, type FleetRequest } from '../../../bench/src/fleet/fleet.ts'
import { Watchers } from '../../../bench/src/fleet/watchers.ts'
import { cleanUp, type Scope } from '../../setup/cleanup.ts'
import { startInFront } from '../../setup/proxies/front.ts'
import { nginx } from '../../setup/proxies/nginx.ts'
import { KEY } from '../../setup/server.ts'
import { startEngines } from './engines.ts'
import { lastWords } from './last-words.ts'
import { Replica } from './replica.ts'
import type { Troubled } from './troubles.ts'

const REPLICAS = 3
const CONNECTS_PER_SECOND = 200

/** How large a fleet is. */
export interface Extent {
  desktops: number
  streams: number
}

/** Simulated desktops, and streams of the activity that are judged, at servers that troubles befall. */
export interface FleetSite {
  troubled: Troubled
  request: FleetRequest
  fleet: Fleet
  watchers: Watchers
}

/** Servers behind the sample of deploy/, which finds out by itself which of them are there; and its address. */
export async function startBehindNginx(t: Scope): Promise<{ troubled: Troubled; url: string }> {
  const engines = await startEngines(t, [])
  const replicas = await Promise.all(
    Array.from({ length: REPLICAS }, () => Replica.start(t, engines)),
  )
  const url = await startInFront(t, nginx, ...replicas.map(({ server }) => server.url))
  return { troubled: { ...engines, replicas, leadTo: () => undefined }, url }
}

/** All are connected, by the one address that the servers have, when it resolves. */
export async function openFleet(
  t: Scope,
  { troubled, url }: { troubled: Troubled; url: string },
  { desktops, streams }: Extent,
): Promise<FleetSite> {
  const connectsPerSecond = CONNECTS_PER_SECOND
  const request = { servers: [url], key: KEY, desktops, processes: 1, connectsPerSecond }
  const fleet = await Fleet.open(request)
  cleanUp(t, () => fleet.leave())
  const watchers = await Watchers.open(request, streams)
  cleanUp(t, () => watchers[Symbol.dispose]())
  return { troubled, request, fleet, watchers }
}

/** How the servers ended up, for who has to find out why. */
export function storyOf({ replicas }: Troubled): string {
  return replicas.map(({ server }, i) => `replica ${i}:\n${lastWords(server.program)}`).join('\n')
}
