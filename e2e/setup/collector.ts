import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { cleanUp, type Scope } from './cleanup.ts'

/** A span as it came; times in ms since 1970. */
export interface CollectedSpan {
  traceId: string
  spanId: string
  parentSpanId: string
  name: string
  from: number
  to: number
  /** 2: an error. */
  status: number
  attributes: Record<string, unknown>
  /** Who has sent it. */
  resource: Record<string, unknown>
}

/** A collector of OpenTelemetry: takes traces by OTLP/HTTP on a real socket. */
export class Collector {
  readonly url: string
  readonly spans: CollectedSpan[] = []
  readonly #http: Server

  private constructor(http: Server) {
    this.#http = http
    this.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  }

  /** `status`: what it answers. */
  static async start(t: Scope, status = 200): Promise<Collector> {
    const http = createServer().listen(0, '127.0.0.1')
    await once(http, 'listening')
    const collector = new Collector(http)
    cleanUp(t, () => collector.stop())
    http.on('request', async (request, response) => {
      // A server that is killed sends half of it.
      const sent = await json(request).catch(() => null)
      if (sent === null) return void response.destroy()
      if (request.url === '/v1/traces') collector.#take(sent as Sent)
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    })
    return collector
  }

  stop(): void {
    this.#http.close()
    this.#http.closeAllConnections()
  }

  #take({ resourceSpans }: Sent): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
        const { traceId, spanId, parentSpanId = '', name } = span
        this.spans.push({
          ...{ traceId, spanId, parentSpanId, name },
          from: toMs(span.startTimeUnixNano),
          to: toMs(span.endTimeUnixNano),
          status: span.status.code ?? 0,
          attributes: plain(span.attributes),
          resource: plain(resource.attributes),
        })
      }
    }
  }
}

/** The parts of an `ExportTraceServiceRequest` that are read here. */
interface Sent {
  resourceSpans: {
    resource: { attributes: Attribute[] }
    scopeSpans: {
      spans: {
        traceId: string
        spanId: string
        parentSpanId?: string
        name: string
        startTimeUnixNano: string
        endTimeUnixNano: string
        status: { code?: number }
        attributes: Attribute[]
      }[]
    }[]
  }[]
}

interface Attribute {
  key: string
  value: Record<string, unknown>
}

function plain(attributes: Attribute[]): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, Object.values(value)[0]] as const),
  )
}

/** The SDK reckons in fractions of seconds, so it is off by some nanoseconds. */
const toMs = (nanoseconds: string) => Math.round(Number(nanoseconds) / 1e6)
