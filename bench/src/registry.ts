import { agent20 } from './agent-20.ts'
import { agentStream } from './agent-stream.ts'
import { auditRows } from './audit-rows.ts'
import { before } from './before.ts'
import type { Bench } from './bench.ts'
import { createDurable } from './create-durable.ts'
import { dashboard } from './dashboard.ts'
import { dispatchLatency } from './dispatch-latency.ts'
import { dispatchRate } from './dispatch-rate.ts'
import { eventLatency } from './event-latency.ts'
import { fanOut } from './fan-out.ts'
import { fleet20 } from './fleet-20.ts'
import { fleet2000 } from './fleet-2000.ts'
import { footprint } from './footprint.ts'
import { growth } from './growth.ts'
import { heartbeats } from './heartbeats.ts'
import { keyRate } from './key-rate.ts'
import { list10k } from './list-10k.ts'
import { outputRate } from './output-rate.ts'
import { queuePg } from './queue-pg.ts'
import { recovery } from './recovery.ts'
import { runCli } from './run-cli.ts'
import { search1m } from './search-1m.ts'

export const benches: Bench[] = [
  dispatchLatency,
  dispatchRate,
  list10k,
  createDurable,
  keyRate,
  auditRows,
  outputRate,
  recovery,
  runCli,
  fleet20,
  search1m,
  footprint,
  queuePg,
  fanOut,
  eventLatency,
  fleet2000,
  heartbeats,
  dashboard,
  agentStream,
  agent20,
  growth,
  before,
]
