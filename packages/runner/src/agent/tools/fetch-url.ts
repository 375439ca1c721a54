import { ToolError } from './inside.ts'
import { ANSWER_MAX } from './workplace.ts'

const WITHIN_MS = 30_000
const READ_MAX = 1024 * 1024
const REDIRECTS = [301, 302, 303, 307, 308]
const REDIRECTS_MAX = 10

/** What is there, as text. */
export async function fetchUrl({ url }: { url: string }, signal: AbortSignal): Promise<string> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new ToolError(`${url} is no address of the web.`)
  }
  try {
    const either = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)])
    const response = await fetchWithin(new URL(url), either)
    const type = response.headers.get('content-type') ?? ''
    const body = await beginningOf(response)
    const text = /\bhtml\b/.test(type) ? withoutTags(body) : body
    return `${response.status} ${type}\n\n${text.slice(0, ANSWER_MAX).toWellFormed()}`
  } catch (error) {
    signal.throwIfAborted()
    const { message, cause } = error as Error
    throw new ToolError(
      `${url} can't be fetched: ${(cause as Error | undefined)?.message ?? message}`,
    )
  }
}

/** Follows where it is sent, but not to another place: that is a wish of its own, to be judged as one. */
async function fetchWithin(url: URL, signal: AbortSignal): Promise<Response> {
  for (let at = url, left = REDIRECTS_MAX; ; left--) {
    const response = await fetch(at, { signal, redirect: 'manual' })
    const location = response.headers.get('location')
    if (location === null || !REDIRECTS.includes(response.status)) return response
    await response.body?.cancel()
    const next = new URL(location, at)
    if (next.origin !== url.origin) throw new ToolError(`it leads to ${next}. Fetch that instead.`)
    if (left === 0) throw new ToolError('it leads on and on.')
    at = next
  }
}

async function beginningOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of body ?? []) {
    text += decoder.decode(bytes as Uint8Array, { stream: true })
    if (text.length > READ_MAX) break
  }
  return text
}

function withoutTags(html: string): string {
  return html
    .replaceAll(/<(script|style)\b.*?<\/\1\s*>/gis, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/\s*\n\s*/g, '\n')
}
