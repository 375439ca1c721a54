import type { RouteName } from '@mission-control/protocol'
import { type Endpoint, endpoints } from '@mission-control/protocol/client'
import { arrived, jsonOf, refusalOf } from './answer.ts'
import { persist } from './persist.ts'
import type { BodyOf, ParamOf, QueryOf, ResultOf } from './route-types.ts'

export interface ClientOptions {
  /** Where the server is, with a path if a proxy serves it under one; empty for the page's own server. */
  baseUrl: string
  /** Without one the browser's session counts. */
  apiKey?: string | undefined
  /** Which workspace a session is for; without one the user's own. A key belongs to one. */
  workspace?: string | undefined
  /** Default: the global one. */
  fetch?: typeof fetch | undefined
}

export interface RequestOptions {
  /** Ends the request; the call rejects with the signal's reason. */
  signal?: AbortSignal | undefined
  /** How often it is tried again where that does no harm: no answer, a busy server. Default 3. */
  retries?: number | undefined
  /** For a POST: the same request with the same key is done once in 24 hours. Default: one of its own. */
  idempotencyKey?: string | undefined
}

/** What a call of the route takes: exactly the parts that the route has. */
export type CallInput<N extends RouteName> = RequestOptions & {
  headers?: Record<string, string>
} & ([ParamOf<N>] extends [never] ? { params?: never } : { params: Record<ParamOf<N>, string> }) &
  ([QueryOf<N>] extends [never] ? { query?: never } : { query?: QueryOf<N> }) &
  ([BodyOf<N>] extends [never] ? { body?: never } : { body: BodyOf<N> })

/** The one way to the server: all methods of the client use these two. */
export interface Transport {
  /**
   * The answer's body. It is trusted, not validated again: the server holds itself to the same schemas,
   * and checking costs several times what parsing the JSON does (a list of 10,000 tasks has 150,000
   * fields). An answer from a newer server may hold more than the types say.
   */
  call<N extends RouteName>(route: N, input: CallInput<N>): Promise<ResultOf<N>>
  /** The answer itself, for headers, bytes and streams. */
  request<N extends RouteName>(route: N, input: CallInput<N>): Promise<Response>
}

/** The input of any route; the types have checked that this route takes it. */
interface AnyInput extends RequestOptions {
  headers?: Record<string, string>
  params?: Record<string, string>
  query?: object
  body?: unknown
}

export function createTransport(options: ClientOptions): Transport {
  const base = withoutSlashes(options.baseUrl)
  const send = options.fetch ?? ((url, init) => fetch(url, init))

  async function once(route: RouteName, input: AnyInput): Promise<Response> {
    const { method, path }: Endpoint = endpoints[route]
    const url = base + pathOf(path, input.params ?? {}) + queryOf(input.query ?? {})
    const headers: Record<string, string> = { accept: 'application/json', ...input.headers }
    if (options.apiKey !== undefined) headers['x-api-key'] = options.apiKey
    if (options.workspace !== undefined) headers['x-workspace'] = options.workspace
    if (input.idempotencyKey !== undefined) headers['idempotency-key'] = input.idempotencyKey
    const init: RequestInit = { method, headers }
    if (input.signal) init.signal = input.signal
    if (input.body !== undefined) {
      headers['content-type'] = 'application/json'
      init.body = JSON.stringify(input.body)
    }
    const response = await arrived(send(url, init), url, input.signal)
    if (!response.ok) throw await refusalOf(response, input.signal)
    return response
  }

  /** Reading the answer is part of the attempt, because it may break off as well. */
  async function request<T>(
    route: RouteName,
    input: AnyInput,
    take: (response: Response) => T | Promise<T>,
  ): Promise<T> {
    const { method, keyed }: Endpoint = endpoints[route]
    const idempotencyKey = keyed && (input.idempotencyKey ?? newKey())
    return await persist(async () => take(await once(route, { ...input, idempotencyKey })), {
      ...input,
      repeatable: keyed === true || method === 'GET',
    })
  }

  return {
    request: (route, input) => request(route, input as AnyInput, (response) => response),
    call: <N extends RouteName>(route: N, input: CallInput<N>) =>
      request(route, input as AnyInput, async (response) => {
        return (await jsonOf(response, input.signal)) as ResultOf<N>
      }),
  }
}

/** Random; `randomUUID` is missing on pages that come over plain HTTP. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function pathOf(path: string, params: Record<string, string>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
}

function queryOf(query: object): string {
  const given = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) given.set(name, String(value))
  }
  return given.size === 0 ? '' : `?${given}`
}

function withoutSlashes(url: string): string {
  let end = url.length
  while (url[end - 1] === '/') end--
  return url.slice(0, end)
}
