import { codeOf } from '../../error-code.ts'
import { pause } from '../../pause.ts'
import { AgentFailure } from '../failure.ts'
import { failureOf } from './refusal.ts'
import type { Silence } from './silence.ts'

const ATTEMPTS = 3
const FIRST_PAUSE_MS = 500
/** A `Retry-After` beyond this isn't waited for, in ms. */
const LONGEST_PAUSE_MS = 60_000

/**
 * Fetches, again if the first attempts don't come through or are refused for the moment. Resolves
 * with a successful answer, whose body is still listened to; throws {@link AgentFailure}, or the
 * signal's reason.
 */
export async function persist(
  url: string,
  request: RequestInit,
  silence: Silence,
): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    silence.listen()
    const answer = await attemptAt(url, { ...request, signal: silence.signal })
    if (answer instanceof Response && answer.ok) return answer
    const failure = answer instanceof Response ? await failureOf(answer) : answer
    silence.rest()
    const ms = pauseBefore(answer, attempt)
    if (attempt === ATTEMPTS || ms === null) throw failure
    await pause(ms, silence.signal)
    silence.signal.throwIfAborted()
  }
}

async function attemptAt(
  url: string,
  request: RequestInit & { signal: AbortSignal },
): Promise<Response | AgentFailure> {
  try {
    return await fetch(url, request)
  } catch (error) {
    request.signal.throwIfAborted()
    const why = codeOf((error as Error).cause ?? error)
    const { origin } = new URL(url)
    return new AgentFailure('agent_unreachable', `${origin} can't be reached (${why}).`)
  }
}

/** The pause before the next attempt, in ms; null: another attempt is of no use. */
function pauseBefore(answer: Response | AgentFailure, attempt: number): number | null {
  const backOff = FIRST_PAUSE_MS * 2 ** (attempt - 1)
  if (!(answer instanceof Response)) return backOff
  if (answer.status !== 429 && answer.status < 500) return null
  const wanted = retryAfter(answer.headers.get('retry-after')) ?? backOff
  return wanted <= LONGEST_PAUSE_MS ? wanted : null
}

/** The header's pause in ms; it names seconds or a date. */
function retryAfter(header: string | null): number | null {
  if (header === null) return null
  const seconds = Number(header)
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}
