import type { FieldError } from '@mission-control/protocol'
import { isErrorCode } from '@mission-control/protocol/client'
import { ApiError, ConnectionError } from './errors.ts'

/** Awaits the network; its failures become ConnectionError, the transport's own abort stays what it is. */
export async function arrived<T>(
  answer: Promise<T>,
  url: string,
  signal?: AbortSignal,
): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    signal?.throwIfAborted()
    throw new ConnectionError(`No complete answer from ${withoutQuery(url)}: ${reasonOf(cause)}`, {
      cause,
    })
  }
}

/** The JSON of a successful answer; undefined if it is empty. */
export async function jsonOf(response: Response, signal?: AbortSignal): Promise<unknown> {
  const text = await arrived(response.text(), response.url, signal)
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw unexpected(response, 'JSON') // A page instead: a proxy's, or another program's address.
  }
}

/** The problem document of an answer that is not 2xx. */
export async function refusalOf(response: Response, signal?: AbortSignal): Promise<ApiError> {
  const problem = problemIn(await arrived(response.text(), response.url, signal))
  return new ApiError({
    status: response.status,
    code: isErrorCode(problem.code) ? problem.code : 'unknown',
    detail: problem.detail ?? `HTTP ${response.status} ${response.statusText}`.trim(),
    errors: problem.errors,
    retryAfter: secondsOf(response.headers.get('retry-after')),
  })
}

export function unexpected(response: Response, expected: string): ApiError {
  const type = response.headers.get('content-type') ?? 'no content type'
  const detail = `expected ${expected} from ${withoutQuery(response.url)}, got ${type}`
  return new ApiError({ status: response.status, code: 'unknown', detail })
}

/** The place in the activity log at which the answer was read; null if the route doesn't say. */
export function cursorOf(response: Response): number | null {
  const header = response.headers.get('activity-cursor')
  return header === null ? null : Number(header)
}

/** The same of a route that always says: without it nothing could be continued. */
export function requireCursor(response: Response): number {
  const cursor = cursorOf(response)
  if (cursor === null) throw unexpected(response, 'the header Activity-Cursor')
  return cursor
}

/** The turn of a chat that a streamed answer tells. */
export function turnOf(response: Response): string {
  const id = response.headers.get('chat-turn')
  if (id === null) throw unexpected(response, 'the header Chat-Turn')
  return id
}

/** The `cursor` of `Link: <…>; rel="next"`. The rest of the address is known; a proxy may have moved it. */
export function nextPageOf(response: Response): string | null {
  const links = response.headers.get('link')?.split(',') ?? []
  const next = links.find((each) => /\brel="?next\b/.test(each))
  const address = next && /<([^<>]*)>/.exec(next)?.[1]
  return address ? new URL(address, 'http://localhost').searchParams.get('cursor') : null
}

function problemIn(text: string): { code?: unknown; detail?: string; errors?: FieldError[] } {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {} // A proxy's page: the status alone has to do.
  }
}

/** `Retry-After` is a number of seconds or a date. */
function secondsOf(header: string | null): number | null {
  if (header === null) return null
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000
  return Number.isNaN(seconds) ? null : Math.max(0, seconds)
}

/** `fetch` says "fetch failed" and keeps the reason in the cause. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return cause.cause instanceof Error ? reasonOf(cause.cause) : cause.message || cause.name
}

/** A query may hold what doesn't belong into a log. */
function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? url
}
