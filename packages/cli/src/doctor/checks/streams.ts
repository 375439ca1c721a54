import type { Kit } from '../../kit/kit.ts'
import { leanFetch } from '../../kit/lean-fetch.ts'
import { type Finding, problem, well } from '../finding.ts'

const STREAM = '/api/mission-control/activity/stream'
/**
 * How long to wait for the first event, and for the next ones, in ms: the server writes at once, then every
 * 15 s.
 */
const FIRST_WITHIN = 5_000
const NEXT_WITHIN = 18_000
/** Data that comes this much later, in ms, doesn't belong to the first event. */
const APART = 1_000

/**
 * Whether what is written to an open stream comes through. Some proxies pass the first event on with the
 * head and hold the next ones back, so the next has to be awaited, unless `quick`.
 */
export async function checkStreams({ url, key }: Kit, quick: boolean): Promise<Finding[]> {
  const ending = new AbortController()
  let timer = setTimeout(() => ending.abort(), FIRST_WITHIN)
  let heard = false
  try {
    const { signal } = ending
    const headers = { 'x-api-key': key, accept: 'text/event-stream' }
    const answer = await leanFetch(url + STREAM, { method: 'GET', headers, signal })
    const type = answer.headers.get('content-type') ?? ''
    if (answer.status !== 200 || !type.startsWith('text/event-stream')) {
      return [
        problem(
          'streams',
          `The stream is answered with ${answer.status} and ${type || 'no type'}.`,
          `Have the proxy pass GET ${STREAM} on as it is.`,
        ),
      ]
    }
    const reader = answer.body!.getReader()
    if ((await reader.read()).done) return [heldBack('The stream ended before its first event.')]
    if (quick) return [well('streams', 'The first event arrives at once.')]
    heard = true
    clearTimeout(timer)
    timer = setTimeout(() => ending.abort(), NEXT_WITHIN)
    for (const since = performance.now(); ; ) {
      if ((await reader.read()).done) return [heldBack('The stream ended after its first event.')]
      // The first event may come in several pieces.
      if (performance.now() - since > APART) break
    }
    return [well('streams', 'Events arrive while the stream is open.')]
  } catch (error) {
    if (!ending.signal.aborted) throw error
    return [
      heard
        ? heldBack(`After the first event nothing has arrived for ${NEXT_WITHIN / 1000} s.`)
        : heldBack(`No event has arrived within ${FIRST_WITHIN / 1000} s.`),
    ]
  } finally {
    clearTimeout(timer)
    ending.abort()
  }
}

function heldBack(message: string): Finding {
  return problem(
    'streams',
    `${message} A proxy holds streams back.`,
    'Switch buffering and compression of event streams off in the proxy: nginx `proxy_buffering off`. The samples in deploy/ do.',
  )
}
