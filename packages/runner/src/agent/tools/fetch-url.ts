import { ToolError } from './inside.ts'
import { ANSWER_MAX } from './workplace.ts'

const WITHIN_MS = 30_000
const READ_MAX = 1024 * 1024

/** What is there, as text. */
export async function fetchUrl({ url }: { url: string }, signal: AbortSignal): Promise<string> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new ToolError(`${url} is no address of the web.`)
  }
  try {
    const either = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)])
    const response = await fetch(url, { signal: either })
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
