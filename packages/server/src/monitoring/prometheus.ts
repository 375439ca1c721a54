import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Core } from '../core.ts'
import { countByState } from '../store/desktops.ts'
import { countUnderWay } from '../store/runs.ts'
import { VERSION } from '../version.ts'
import { isEventStream } from './event-stream.ts'
import type { Meter, Stage } from './meter.ts'
import { PARTS, type Readiness } from './readiness.ts'

/** In seconds: from what nobody notices to what nobody waits for. */
const BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]

/** What is looked up when somebody reads the page. */
export interface Looked {
  core: Core
  readiness: Readiness
  /** How many desktops are connected to this server. */
  gateway: { readonly size: number }
  /** How many of its event streams are open. */
  streams: { readonly size: number }
}

/**
 * What this server does, as Prometheus reads it. A label is a word of ours: a route's pattern, a status, a
 * part; never an id or a name, so that there are a few hundred lines, whatever is asked and stored.
 */
export class Prometheus implements Meter {
  readonly #registry = new Registry()

  readonly #requests = this.#counter('http_requests_total', 'Answered requests.', [
    'method',
    'route',
    'status',
  ])
  readonly #requestTime = this.#histogram(
    'http_request_seconds',
    'How long answers took, from the first byte of the request to the last of the answer; event streams are left out.',
    ['method', 'route'],
  )
  readonly #commits = this.#counter('commits_total', 'Commits to the database.', ['result'])
  readonly #writes = this.#counter('writes_total', 'Writes in these commits.', ['result'])
  readonly #commitTime = this.#histogram('commit_seconds', 'How long commits took.')
  readonly #stages = this.#histogram(
    'run_stage_seconds',
    'From the moment that a run was accepted until it was sent to its desktop, its process started, and that was reported.',
    ['stage'],
  )
  readonly #cut = this.#counter(
    'readers_cut_total',
    'Clients that were cut because they took nothing of their answer for too long.',
  )

  readonly #queue = this.#gauge('write_queue_length', 'Writes that wait for a commit to begin.')
  readonly #connected = this.#gauge('connected_desktops', 'Desktops connected to this server.')
  readonly #streams = this.#gauge('event_streams', 'Event streams open on this server.')
  readonly #ready = this.#gauge(
    'ready',
    'Whether a part is well: 1 or 0; requests depend on all but the bus.',
    ['part'],
  )
  readonly #storable = this.#gauge('storage_ok', 'Whether what is written is stored: 1 or 0.')
  readonly #desktops = this.#gauge('desktops', 'Desktops of the whole fleet.', ['status'])
  readonly #runs = this.#gauge('runs', "The whole fleet's runs that haven't ended.", ['state'])
  readonly #stored = this.#gauge(
    'stored_bytes',
    'What takes the room: the files, and estimates of what is in the database.',
    ['part'],
  )
  readonly #free = this.#gauge('disk_free_bytes', "Free space on the data directory's disk.")
  readonly #total = this.#gauge('disk_total_bytes', "Size of the data directory's disk.")

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
    // Drop these gauges: their names are those of counters, and the same figures by kind have better names.
    for (const what of ['handles', 'requests', 'resources']) {
      this.#registry.removeSingleMetric(`nodejs_active_${what}_total`)
    }
    this.#gauge('build_info', 'The version of this server.', ['version']).set(
      { version: VERSION },
      1,
    )
    this.#cut.inc(0)
    for (const result of ['ok', 'failed']) {
      this.#commits.inc({ result }, 0)
      this.#writes.inc({ result }, 0)
    }
    for (const stage of ['sent', 'started', 'reported']) this.#stages.zero({ stage })
  }

  committed(writes: number, ms: number, ok: boolean): void {
    const result = ok ? 'ok' : 'failed'
    this.#commits.inc({ result })
    this.#writes.inc({ result }, writes)
    this.#commitTime.observe(ms / 1000)
  }

  reached(stage: Stage, ms: number): void {
    // A clock that was set back must not make the time negative.
    this.#stages.observe({ stage }, Math.max(0, ms) / 1000)
  }

  readerCut(): void {
    this.#cut.inc()
  }

  /** Counts what the server is asked from now on, however it ends. */
  watch(app: FastifyInstance): void {
    app.addHook('onRequest', (request, reply, next) => {
      reply.raw.once('close', () => this.#answered(request, reply))
      next()
    })
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  async text({ core, readiness, gateway, streams }: Looked): Promise<string> {
    const { store, storage } = core
    this.#queue.set(store.waiting)
    this.#connected.set(gateway.size)
    this.#streams.set(streams.size)
    this.#storable.set(storage.refusal === null ? 1 : 0)
    const state = await readiness.look()
    for (const part of PARTS) this.#ready.set({ part }, state[part] === null ? 1 : 0)
    // If the look fails, leave these gauges out, and report the others.
    for (const gauge of [this.#desktops, this.#runs, this.#stored]) gauge.reset()
    for (const gauge of [this.#free, this.#total]) gauge.remove()
    if (state.database === null) {
      await this.#lookUp(core).catch((error) =>
        core.log.warn({ error }, 'not all figures for /metrics could be read'),
      )
    }
    return await this.#registry.metrics()
  }

  #answered(request: FastifyRequest, reply: FastifyReply): void {
    const known = request.is404 ? undefined : request.routeOptions.url
    // Where there is no route, a stranger may send any method: don't make a label of it.
    const about = { method: known ? request.method : 'any', route: known ?? 'none' }
    this.#requests.inc({ ...about, status: reply.raw.statusCode })
    if (!isEventStream(reply)) this.#requestTime.observe(about, reply.elapsedTime / 1000)
  }

  async #lookUp({ store, storage }: Core): Promise<void> {
    for (const { status, count } of await countByState(store.db)) {
      this.#desktops.set({ status }, count)
    }
    const { runs, started } = await countUnderWay(store.db)
    this.#runs.set({ state: 'waiting' }, runs - started)
    this.#runs.set({ state: 'started' }, started)
    const { freeBytes, totalBytes, parts } = await storage.report(store)
    this.#free.set(freeBytes)
    this.#total.set(totalBytes)
    for (const { name, bytes } of parts) this.#stored.set({ part: name }, bytes)
  }

  #counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ ...this.#about(name, help), labelNames })
  }

  #gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ ...this.#about(name, help), labelNames })
  }

  #histogram(name: string, help: string, labelNames: string[] = []): Histogram {
    return new Histogram({ ...this.#about(name, help), labelNames, buckets: BUCKETS })
  }

  #about(name: string, help: string) {
    return { name: `mission_control_${name}`, help, registers: [this.#registry] }
  }
}
