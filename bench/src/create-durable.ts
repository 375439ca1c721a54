import { routes } from '@mission-control/protocol'
import type { Bench } from './bench.ts'
import { applyLoad } from './load/load.ts'
import { summarise } from './measure.ts'
import { OURS_SETUP, startServer } from './ours/server.ts'
import { startBare } from './peers/bare.ts'
import { temporaryFolder } from './places.ts'
import { alternate } from './rounds.ts'

const CLIENTS = 10
const WARM_UP_SECONDS = 0.5
const SECONDS = 2

export const createDurable: Bench = {
  id: 'create-durable',
  title: '201 after fsync, 10 clients, against a bare insert with synchronous=FULL',
  rounds: 9,
  run: async (context) => {
    using folder = temporaryFolder('server')
    using bareFolder = temporaryFolder('bare')
    await using server = await startServer(context, folder.path)
    await using bare = await startBare(bareFolder.path, 'bare-insert')
    const rate = async (port: number, path: string, headers: Record<string, string>) => {
      const body = { type: 'command', content: 'true', desktopId: server.desktopId }
      const times = { warmUpSeconds: WARM_UP_SECONDS, seconds: SECONDS }
      const request = { port, method: 'POST', path, headers, body, expect: 201 } as const
      return (await applyLoad({ ...request, clients: CLIENTS, ...times }, context.signal)).perSecond
    }
    const rounds = await alternate(context, {
      ours: () => rate(server.port, routes.createTask.path, server.headers),
      peer: () => rate(bare.port, '/', {}),
    })
    const target = { of: 'ratio', bound: 'at least', value: 0.6 } as const
    return {
      measures: [summarise('rate', 'per second', rounds, target)],
      how: `POST of one task until its 201 from ${CLIENTS} keep-alive clients in another process, ${SECONDS} s a side and round after ${WARM_UP_SECONDS} s. Ours: ${OURS_SETUP}. Peer: node:http + node:sqlite without authentication, one insert and commit a request, WAL, synchronous=FULL, the same disk.`,
    }
  },
}
