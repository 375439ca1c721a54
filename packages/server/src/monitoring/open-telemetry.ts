import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Attributes,
  type Context,
  DiagLogLevel,
  diag,
  type Span as OpenSpan,
  type Tracer as OpenTracer,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { parseTraceParent } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources'
import { BatchSpanProcessor, RandomIdGenerator, TracerProvider } from '@opentelemetry/sdk-trace'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { VERSION } from '../version.ts'
import { isEventStream } from './event-stream.ts'
import { idsOfPath } from './ids.ts'
import type { RunResult, Span, TracedRun, Tracer } from './tracer.ts'

/** Spans that wait to be sent: more are dropped, so a collector that is away costs no memory. */
const WAITING_MAX = 2_048
/** How long spans wait, to be sent together, in ms. */
const SENT_AFTER = 1_000
/** In ms: how long a collector may take, and how long a stop waits for it. */
const TAKEN_WITHIN = 5_000
const STOPPED_WITHIN = 2_000

/**
 * Sends traces to the collector of `OTEL_EXPORTER_OTLP_ENDPOINT`. The parts of a run are told at different
 * times, maybe by different servers, so its span has an id that follows from its own; so has its trace,
 * unless a request is known that has started it.
 */
export class OpenTelemetry implements Tracer {
  readonly isOn = true
  readonly #ids = new Ids()
  readonly #provider: TracerProvider
  readonly #tracer: OpenTracer
  readonly #requests = new WeakMap<FastifyRequest, OpenSpan>()
  readonly #running = new AsyncLocalStorage<OpenSpan>()

  constructor(replica: string, log: Logger) {
    const say = (...details: unknown[]) => log.warn({ details }, 'traces could not be sent')
    const quiet = () => undefined
    const logger = { error: say, warn: say, info: quiet, debug: quiet, verbose: quiet }
    diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
    const own = resourceFromAttributes({
      'service.name': 'mission-control',
      'service.version': VERSION,
      'service.instance.id': replica,
    })
    const given = detectResources({
      detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector],
    })
    const processor = new BatchSpanProcessor({
      exporter: new OTLPTraceExporter({ timeoutMillis: TAKEN_WITHIN }),
      maxQueueSize: WAITING_MAX,
      scheduledDelayMillis: SENT_AFTER,
      exportTimeoutMillis: TAKEN_WITHIN,
    })
    this.#provider = new TracerProvider({
      resource: defaultResource().merge(own).merge(given),
      idGenerator: this.#ids,
      spanProcessors: [processor],
    })
    this.#tracer = this.#provider.getTracer('mission-control', VERSION)
  }

  watch(app: FastifyInstance): void {
    app.addHook('onRequest', (request, reply, next) => {
      if (isTraced(request)) this.#begin(request, reply)
      next()
    })
  }

  within<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
    const span = this.#requests.get(request)
    return span ? this.#running.run(span, work) : work()
  }

  current(): string | undefined {
    const span = this.#running.getStore()
    return span && traceparentOf(span.spanContext())
  }

  traceOf(request: FastifyRequest): string | undefined {
    return this.#requests.get(request)?.spanContext().traceId
  }

  traceOfRun(run: { id: string }, parent: string | undefined): string {
    return contextOfRun(run.id, parent).traceId
  }

  part(name: string, run: TracedRun, parent: string | undefined, [from, to]: Span): void {
    const above = trace.setSpanContext(ROOT_CONTEXT, contextOfRun(run.id, parent))
    this.#tracer
      .startSpan(name, { startTime: from, attributes: attributesOf(run) }, above)
      .end(Math.max(from, to))
  }

  ended(run: TracedRun, parent: string | undefined, [from, to]: Span, result: RunResult): void {
    const { status, exitCode, errorCode } = result
    const attributes: Attributes = {
      ...attributesOf(run),
      'mission_control.task.status': status,
      ...(exitCode !== null && { 'process.exit.code': exitCode }),
      ...(errorCode !== null && { 'error.type': errorCode }),
    }
    const span = this.#ids.withIds(contextOfRun(run.id, parent), () =>
      this.#tracer.startSpan('run', { startTime: from, attributes }, contextOf(parent)),
    )
    if (errorCode !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: errorCode })
    span.end(Math.max(from, to))
  }

  async stop(): Promise<void> {
    // A failure has been reported to `diag`.
    const sent = this.#provider.shutdown().catch(() => undefined)
    await Promise.race([sent, sleep(STOPPED_WITHIN, undefined, { ref: false })])
  }

  #begin(request: FastifyRequest, reply: FastifyReply): void {
    const { method, headers, routeOptions, id } = request
    const attributes = {
      'http.request.method': method,
      'http.route': routeOptions.url,
      'mission_control.request.id': id,
      ...named(idsOfPath(request)),
    }
    const name = `${method} ${routeOptions.url}`
    const given = { kind: SpanKind.SERVER, attributes }
    const span = this.#tracer.startSpan(name, given, contextOf(`${headers.traceparent ?? ''}`))
    this.#requests.set(request, span)
    reply.raw.once('close', () => {
      const { statusCode } = reply.raw
      if (isLeftOut(reply)) return
      span.setAttribute('http.response.status_code', statusCode)
      if (statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    })
  }
}

/** Traces requests that change something or that their caller traces, but not the constant reading. */
function isTraced({ is404, method, headers }: FastifyRequest): boolean {
  if (is404) return false
  return headers.traceparent !== undefined || !['GET', 'HEAD', 'OPTIONS'].includes(method)
}

/**
 * Leaves out event streams, and strangers: they may send any number of requests, and would push others out.
 */
function isLeftOut(reply: FastifyReply): boolean {
  return isEventStream(reply) || [401, 429].includes(reply.raw.statusCode)
}

/** Makes random ids, unless it is given the next ones. */
class Ids {
  readonly #random = new RandomIdGenerator()
  #told: SpanContext | undefined

  withIds<T>(ids: SpanContext, start: () => T): T {
    this.#told = ids
    try {
      return start()
    } finally {
      this.#told = undefined
    }
  }

  generateTraceId(): string {
    return this.#told?.traceId ?? this.#random.generateTraceId()
  }

  generateSpanId(): string {
    return this.#told?.spanId ?? this.#random.generateSpanId()
  }
}

/** The context of a run's own span. */
function contextOfRun(runId: string, parent: string | undefined): SpanContext {
  const hash = createHash('sha256').update(runId).digest('hex')
  const above = parent === undefined ? null : parseTraceParent(parent)
  return {
    traceId: above?.traceId ?? hash.slice(0, 32),
    spanId: hash.slice(32, 48),
    traceFlags: above?.traceFlags ?? TraceFlags.SAMPLED,
    isRemote: true,
  }
}

/** The context of a `traceparent`; one that doesn't follow W3C's format counts as none. */
function contextOf(traceparent: string | undefined): Context {
  const parent = traceparent === undefined ? null : parseTraceParent(traceparent)
  return parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true }) : ROOT_CONTEXT
}

function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${(traceFlags & TraceFlags.SAMPLED).toString().padStart(2, '0')}`
}

function attributesOf({ id, task_id, desktop_id }: TracedRun): Attributes {
  return named({ runId: id, taskId: task_id, desktopId: desktop_id })
}

const NAMES = {
  runId: 'mission_control.run.id',
  taskId: 'mission_control.task.id',
  desktopId: 'mission_control.desktop.id',
}

function named(ids: { [K in keyof typeof NAMES]?: string }): Attributes {
  const known = Object.entries(ids) as [keyof typeof NAMES, string][]
  return Object.fromEntries(known.map(([name, id]) => [NAMES[name], id]))
}
