import type { IncomingMessage } from 'node:http'
import { withTimeLimit } from '../../time-limit.ts'
import { ToolError } from '../inside.ts'
import { ANSWER_MAX } from '../workplace.ts'
import { get } from './get.ts'

const WITHIN_MS = 30_000
const READ_MAX = 1024 * 1024
const REDIRECTS = [301, 302, 303, 307, 308]
const REDIRECTS_MAX = 10

/**
 * Fetches a page as text. Addresses outside of the public internet are fetched only if `mayReach`
 * says that somebody has allowed exactly that: whether by name, by address or behind a redirect.
 */
export async function fetchUrl(
  { url }: { url: string },
  mayReach: (url: URL) => Promise<boolean>,
  signal: AbortSignal,
): Promise<string> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new ToolError(`${url} is no address of the web.`)
  }
  try {
    const either = withTimeLimit(signal, WITHIN_MS)
    const response = await getFollowing(new URL(url), mayReach, either)
    const type = response.headers['content-type'] ?? ''
    const body = await beginningOf(response)
    const text = /\bhtml\b/.test(type) ? (await import('./text-of.ts')).textOf(body) : body
    return `${response.statusCode} ${type}\n\n${text.slice(0, ANSWER_MAX).toWellFormed()}`
  } catch (error) {
    signal.throwIfAborted()
    throw new ToolError(`${url} can't be fetched: ${(error as Error).message}`)
  }
}

/**
 * Follows redirects within one origin. Another origin is a wish of its own, which the rules decide.
 */
async function getFollowing(
  url: URL,
  mayReach: (url: URL) => Promise<boolean>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  for (let at = url, left = REDIRECTS_MAX; ; left--) {
    const response = await get(at, await mayReach(at), signal)
    const { location } = response.headers
    if (location === undefined || !REDIRECTS.includes(response.statusCode!)) return response
    response.destroy()
    const next = new URL(location, at)
    if (next.origin !== url.origin) throw new ToolError(`it leads to ${next}. Fetch that instead.`)
    if (left === 0) throw new ToolError('it leads on and on.')
    at = next
  }
}

async function beginningOf(response: IncomingMessage): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of response) {
    text += decoder.decode(bytes as Uint8Array, { stream: true })
    if (text.length > READ_MAX) break
  }
  return text
}
