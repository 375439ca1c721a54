import { setTimeout as sleep } from 'node:timers/promises'
import { routes } from '@mission-control/protocol'
import type { Bench, Context } from './bench.ts'
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
/** Loaded first, it makes a change of the settings one that the audit log doesn't note. */
const UNLOGGED = new URL('./ours/unlogged-settings.ts', import.meta.url).href

/** The same request, which changes nothing: with a row, and without one. */
const LOGGED = { method: 'PATCH', path: routes.updateSettings.path } as const
const NOT_LOGGED = { method: 'GET', path: `${routes.updateSettings.path}/unlogged` } as const
type Further = typeof LOGGED | typeof NOT_LOGGED

export const auditRows: Bench = {
  id: 'audit-rows',
  title: 'creates beside 10,000 audit rows a minute, against the same requests without their rows',
  rounds: 9,
  run: async (context) => {
    using folder = temporaryFolder('logged')
    using unloggedFolder = temporaryFolder('unlogged')
    await using logged = await startServer(context, folder.path)
    await using unlogged = await startServer(context, unloggedFolder.path, {
      NODE_OPTIONS: `--import=${UNLOGGED}`,
    })
    const rounds = await alternate(context, {
      ours: () => createsBeside(context, logged, LOGGED),
      peer: () => createsBeside(context, unlogged, NOT_LOGGED),
      alone: () => createsOf(context, logged),
    })
    await requireRows(logged, true)
    await requireRows(unlogged, false)
    const target = { of: 'ratio', bound: 'at least', value: 0.95 } as const
    const requests = rounds.map(({ peer, alone }) => ({ ours: peer, peer: alone }))
    return {
      measures: [
        summarise('rate beside the rows', 'per second', rounds, target),
        summarise('beside the requests alone, against none', 'per second', requests),
      ],
      how: `As create-durable; each create has its row on both sides. Beside it ${ROWS_PER_MINUTE} requests a minute that change nothing, each with one transaction. Ours: each is a row of the audit log, and no more. Peer: another such server, in which a module that is loaded first takes that one route out of the log. What the requests cost without their rows is the second figure. ${OURS_SETUP}.`,
    }
  },
}

async function createsBeside(context: Context, server: OurServer, further: Further) {
  const over = new AbortController()
  const asking = ask(server, further, over.signal)
  const perSecond = await createsOf(context, server)
  over.abort()
  await asking
  return perSecond
}

async function createsOf(context: Context, { port, headers, desktopId }: OurServer) {
  const body = { type: 'command', content: 'true', desktopId }
  const times = { warmUpSeconds: WARM_UP_SECONDS, seconds: SECONDS }
  const request = { port, method: 'POST', path: routes.createTask.path, headers, body } as const
  const load = { ...request, expect: 201, clients: CLIENTS, ...times }
  return (await applyLoad(load, context.signal)).perSecond
}

/** As often as is due by the clock, one after the other. */
async function ask({ port, headers }: OurServer, further: Further, over: AbortSignal) {
  using connection = await HttpConnection.open(port)
  const request = encodeRequest(further.method, further.path, headers)
  const begun = performance.now()
  for (let sent = 0; !over.aborted; sent++) {
    const due = begun + (sent * 60_000) / ROWS_PER_MINUTE
    await sleep(Math.max(0, due - performance.now()))
    const { status } = await connection.send(request)
    if (status !== 200) throw new Error(`a change of the settings was answered ${status}`)
  }
}

async function requireRows({ url, headers }: OurServer, wanted: boolean): Promise<void> {
  const answer = await fetch(`${url}${routes.listAudit.path}?action=updateSettings&limit=1`, {
    headers,
  })
  const rows = (await answer.json()) as unknown[]
  if (answer.status !== 200 || rows.length > 0 !== wanted) {
    throw new Error(`expected ${wanted ? 'rows' : 'no row'} of settings in the audit log`)
  }
}
