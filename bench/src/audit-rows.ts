import { setTimeout as sleep } from 'node:timers/promises'
import { routes } from '@mission-control/protocol'
import type { Bench } from './bench.ts'
import { encodeRequest, HttpConnection } from './load/http-connection.ts'
import { applyLoad } from './load/load.ts'
import { summarise } from './measure.ts'
import { OURS_SETUP, type OurServer, startServer } from './ours/server.ts'
import { temporaryFolder } from './places.ts'
import { alternate } from './rounds.ts'

const CLIENTS = 10
const WARM_UP_SECONDS = 0.5
const SECONDS = 3
const ROWS_PER_MINUTE = 10_000

export const auditRows: Bench = {
  id: 'audit-rows',
  title: 'creates, while 10,000 further rows a minute go into the audit log, against creates alone',
  rounds: 9,
  run: async (context) => {
    using folder = temporaryFolder('server')
    await using server = await startServer(context, folder.path)
    const body = { type: 'command', content: 'true', desktopId: server.desktopId }
    const rate = async () => {
      const { path } = routes.createTask
      const times = { warmUpSeconds: WARM_UP_SECONDS, seconds: SECONDS }
      const request = { port: server.port, method: 'POST', path, headers: server.headers } as const
      const load = { ...request, body, expect: 201, clients: CLIENTS, ...times }
      return (await applyLoad(load, context.signal)).perSecond
    }
    const rounds = await alternate(context, {
      ours: async () => {
        const over = new AbortController()
        const writing = writeRows(server, over.signal)
        const perSecond = await rate()
        over.abort()
        await writing
        return perSecond
      },
      peer: rate,
    })
    const target = { of: 'ratio', bound: 'at least', value: 0.95 } as const
    return {
      measures: [summarise('rate', 'per second', rounds, target)],
      how: `As create-durable; each create has its row on both sides. Ours: beside it ${ROWS_PER_MINUTE} requests a minute that change nothing, so that each is a row and no more; what these requests cost besides is in the figure. ${OURS_SETUP}.`,
    }
  },
}

/** As many as are due by the clock, one after the other. */
async function writeRows({ port, headers }: OurServer, over: AbortSignal): Promise<void> {
  using connection = await HttpConnection.open(port)
  const request = encodeRequest('PATCH', routes.updateSettings.path, headers, {})
  const begun = performance.now()
  for (let sent = 0; !over.aborted; sent++) {
    const due = begun + (sent * 60_000) / ROWS_PER_MINUTE
    await sleep(Math.max(0, due - performance.now()))
    const { status } = await connection.send(request)
    if (status !== 200) throw new Error(`a change of the settings was answered ${status}`)
  }
}
