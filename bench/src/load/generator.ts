// A process of its own that keeps a number of connections busy for a time, and prints a LoadResult.
import { percentile } from '../measure.ts'
import { encodeRequest, HttpConnection } from './http-connection.ts'
import type { Load, LoadResult } from './load.ts'

const load = JSON.parse(process.argv[2]!) as Load
const request = encodeRequest(load.method, load.path, load.headers, load.body)
const latencies: number[] = []
let bytes = 0

async function keepBusy(until: number, record: boolean): Promise<void> {
  using connection = await HttpConnection.open(load.port)
  while (performance.now() < until) {
    const start = performance.now()
    const response = await connection.send(request)
    if (response.status !== load.expect) {
      throw new Error(`Expected ${load.expect}, got ${response.status}: ${response.body}`)
    }
    if (record) latencies.push(performance.now() - start)
    bytes = response.body.length
  }
}

async function phase(seconds: number, record: boolean): Promise<number> {
  const start = performance.now()
  const clients = Array.from({ length: load.clients }, () =>
    keepBusy(start + seconds * 1000, record),
  )
  await Promise.all(clients)
  return (performance.now() - start) / 1000
}

await phase(load.warmUpSeconds, false)
const seconds = await phase(load.seconds, true)
const result: LoadResult = {
  perSecond: Math.round(latencies.length / seconds),
  p50Ms: percentile(latencies, 0.5),
  p99Ms: percentile(latencies, 0.99),
  bytes,
}
process.stdout.write(JSON.stringify(result))
