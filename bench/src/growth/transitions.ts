import { routes } from '@mission-control/protocol'
import { within } from '../../../e2e/setup/within.ts'
import type { Context } from '../bench.ts'
import { applyLoad } from '../load/load.ts'
import { startDatabase, startReplicas } from '../ours/database.ts'
import { type OurServer, startServer } from '../ours/server.ts'
import { temporaryFolder } from '../places.ts'
import type { Line } from './chart.ts'
import { ALONE, type Curve } from './extent.ts'

const CLIENTS = 10

/** Tasks created a second, which are a transition with its event each, by servers and engine. */
export const transitions: Curve = (context, { replicas: counts, seconds }) =>
  within(async (t) => {
    const database = await startDatabase(t)
    const lines: Line[] = []
    {
      using folder = temporaryFolder('sqlite')
      await using server = await startServer(context, folder.path, ALONE)
      lines.push({ name: 'SQLite', points: [{ x: 1, y: await rate(context, [server], seconds) }] })
    }
    const points: Line['points'] = []
    for (const count of counts) {
      using folder = temporaryFolder('replicas')
      const url = await database.url(`growth_${count}`)
      await using replicas = await startReplicas(context, folder.path, url, count)
      points.push({ x: count, y: await rate(context, replicas.servers, seconds) })
    }
    lines.push({ name: 'PostgreSQL', points })
    return { title: 'Transitions by servers', x: 'servers', y: 'per second', lines }
  })

async function rate(context: Context, servers: OurServer[], seconds: number): Promise<number> {
  const { id } = await servers[0]!.client.desktops.create({ name: 'd' })
  const rates = servers.map(async ({ port, headers }) => {
    const body = { type: 'command', content: 'true', desktopId: id }
    const request = { port, headers, body, method: 'POST', path: routes.createTask.path } as const
    const times = { clients: CLIENTS, warmUpSeconds: 1, seconds, expect: 201 }
    return (await applyLoad({ ...request, ...times }, context.signal)).perSecond
  })
  return (await Promise.all(rates)).reduce((sum, each) => sum + each, 0)
}
