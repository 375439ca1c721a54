import type { FastifyInstance, FastifyRequest } from 'fastify'

/** A run, as a trace tells of it. */
export interface TracedRun {
  id: string
  task_id: string
  desktop_id: string
}

/** From one moment to another, in ms since 1970. */
export type Span = [from: number, to: number]

/** How a run has ended. */
export interface RunResult {
  status: string
  exitCode: number | null
  errorCode: string | null
}

/** Follows what is asked of the server to the end of the run that it starts. */
export interface Tracer {
  /** False: nothing that is told here goes anywhere. */
  readonly isOn: boolean
  /** Traces requests from now on. */
  watch(app: FastifyInstance): void
  /** Does what a request asks for; `current` is that request's meanwhile. */
  within<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T>
  /** W3C's `traceparent` of the request that is being done; undefined: it is not traced. */
  current(): string | undefined
  /** The trace that a request belongs to. */
  traceOf(request: FastifyRequest): string | undefined
  /** The trace that a run belongs to; `parent`: the request that has started it, if one is known. */
  traceOfRun(run: { id: string }, parent: string | undefined): string | undefined
  /** The run has gone through a part of its way. */
  part(name: string, run: TracedRun, parent: string | undefined, span: Span): void
  /** The run is over. */
  ended(run: TracedRun, parent: string | undefined, span: Span, result: RunResult): void
  /** Sends what is left. */
  stop(): Promise<void>
}

/** Where nobody traces. */
export const untraced: Tracer = {
  isOn: false,
  watch: () => undefined,
  within: (_, work) => work(),
  current: () => undefined,
  traceOf: () => undefined,
  traceOfRun: () => undefined,
  part: () => undefined,
  ended: () => undefined,
  stop: async () => undefined,
}
