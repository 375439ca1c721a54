import { setTimeout as sleep } from 'node:timers/promises'
import { codeOf } from '../../error-code.ts'
import type { Endpoint } from '../configuration.ts'
import { AgentFailure } from '../failure.ts'

/** Attempts at a request that was refused for the moment or didn't come through. */
const ATTEMPTS = 3
const FIRST_PAUSE_MS = 500
/** A `Retry-After` beyond this isn't waited for, in ms. */
const LONGEST_PAUSE_MS = 60_000
/** Of an answer that isn't what was asked for, so much is read. */
const EXPLANATION_MAX = 2_000

/** A request to the endpoint; resolves with an answer of status 200. Throws {@link AgentFailure}. */
export async function ask(
  { baseUrl, apiKey, headers }: Endpoint,
  path: string,
  { body, signal }: { body?: object; signal: AbortSignal },
): Promise<Response> {
  const request: RequestInit = {
    method: body ? 'POST' : 'GET',
    headers: {
      accept: body ? 'text/event-stream' : 'application/json',
      ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
    signal,
  }
  for (let attempt = 1; ; attempt++) {
    const answer = await attemptAt(`${baseUrl.replace(/\/$/, '')}${path}`, request, signal)
    if (answer instanceof Response && answer.ok) return answer
    const failure = answer instanceof Response ? await failureOf(answer) : answer
    const pause = pauseBefore(answer, attempt)
    if (attempt === ATTEMPTS || pause === null) throw failure
    await sleep(pause, undefined, { signal })
  }
}

async function attemptAt(
  url: string,
  request: RequestInit,
  signal: AbortSignal,
): Promise<Response | AgentFailure> {
  try {
    return await fetch(url, request)
  } catch (error) {
    signal.throwIfAborted()
    const why = codeOf((error as Error).cause ?? error)
    return new AgentFailure(
      'agent_unreachable',
      `${new URL(url).origin} can't be reached (${why}).`,
    )
  }
}

/** In ms; null: another attempt is of no use. */
function pauseBefore(answer: Response | AgentFailure, attempt: number): number | null {
  const backOff = FIRST_PAUSE_MS * 2 ** (attempt - 1)
  if (!(answer instanceof Response)) return backOff
  if (answer.status !== 429 && answer.status < 500) return null
  const wanted = retryAfter(answer.headers.get('retry-after')) ?? backOff
  return wanted <= LONGEST_PAUSE_MS ? wanted : null
}

/** In ms: the header names seconds or a date. */
function retryAfter(header: string | null): number | null {
  if (header === null) return null
  const seconds = Number(header)
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}

async function failureOf(response: Response): Promise<AgentFailure> {
  const { status } = response
  const said = await explanationOf(response)
  const answered = `The endpoint answered ${status}${said && `: ${said}`}`
  if (status === 401 || status === 403 || status === 404) {
    return new AgentFailure('agent_refused', answered)
  }
  if (status === 429) return new AgentFailure('agent_rate_limited', answered)
  return new AgentFailure(status >= 500 ? 'agent_unreachable' : 'agent_error', answered)
}

async function explanationOf(response: Response): Promise<string> {
  const text = await beginningOf(response).catch(() => '')
  const said = messageIn(text) ?? text
  return said.replaceAll(/\s+/g, ' ').trim().slice(0, 300)
}

async function beginningOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of body ?? []) {
    text += decoder.decode(bytes as Uint8Array, { stream: true })
    if (text.length > EXPLANATION_MAX) break
  }
  return text
}

/** `{"error": {"message": …}}`, as most say it. */
function messageIn(text: string): string | undefined {
  try {
    const message = JSON.parse(text)?.error?.message
    return typeof message === 'string' ? message : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
