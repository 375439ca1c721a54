import { AgentFailure } from '../failure.ts'

/** How much of a refusal is read, and how much of it is quoted. */
const READ_MAX = 8_000
const TOLD_MAX = 300

/** What an answer that is no success means. */
export async function failureOf(response: Response): Promise<AgentFailure> {
  const { status } = response
  const said = await explanationOf(response)
  const answered = `The endpoint answered ${status}${said && `: ${said}`}`
  if (status === 401 || status === 403 || status === 404 || status === 405) {
    return new AgentFailure('agent_refused', answered, { status })
  }
  if (status === 429) return new AgentFailure('agent_rate_limited', answered, { status })
  return new AgentFailure(status >= 500 ? 'agent_unreachable' : 'agent_error', answered, { status })
}

async function explanationOf(response: Response): Promise<string> {
  // The request has failed already; if its body breaks off as well, that changes nothing.
  const text = await beginningOf(response).catch(() => '')
  const said = (messageIn(text) ?? text).replaceAll(/\s+/g, ' ').trim()
  return said.length > TOLD_MAX ? `${said.slice(0, TOLD_MAX).toWellFormed()}…` : said
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

/** `{"error": {"message": …}}`, as most say it, or `{"message": …}`. */
function messageIn(text: string): string | undefined {
  try {
    const said = JSON.parse(text)
    const message = said?.error?.message ?? said?.message
    return typeof message === 'string' ? message : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
