import type { ChatConfiguration } from '../configuration.ts'
import { AgentFailure } from '../failure.ts'
import { ask } from '../http/ask.ts'
import { brokenOff, Silence } from '../http/silence.ts'
import { eventsOf } from '../http/sse.ts'
import { type CompletionChunk, parseChunk } from './chat-chunk.ts'
import type { AgentWork, Kind } from './kind.ts'
import { firstModel, probeEndpoint } from './models.ts'

/** One question, one answer, streamed. */
export const chat: Kind<ChatConfiguration> = {
  async run(configuration, prompt, work) {
    const { endpoint, limits } = configuration
    const silence = new Silence(limits.silenceMs, work.signal)
    const body = {
      model: configuration.model ?? (await firstModel(endpoint, silence)),
      messages: [...(work.conversation?.history ?? []), { role: 'user', content: prompt }],
      stream: true,
      stream_options: { include_usage: true },
    }
    const response = await ask(endpoint, '/chat/completions', silence, body)
    return await readAnswer(silence.heard(response), work)
  },

  async probe({ endpoint, model }, signal) {
    return { model: await probeEndpoint(endpoint, model, signal), asking: null }
  },
}

/** Passes the pieces on as they come; resolves with all of them. */
async function readAnswer(body: AsyncIterable<Uint8Array>, work: AgentWork): Promise<string> {
  const pieces: string[] = []
  let finished: string | null = null
  let usage: CompletionChunk['usage']
  for await (const chunk of chunksOf(body)) {
    if (chunk.thought) work.emit({ type: 'thought', id: 'thought', text: chunk.thought })
    if (chunk.text) {
      pieces.push(chunk.text)
      work.emit({ type: 'message', id: 'message', text: chunk.text })
    }
    finished ??= chunk.finished
    usage = chunk.usage ?? usage
  }
  work.emit({
    type: 'usage',
    inputTokens: usage?.input ?? null,
    outputTokens: usage?.output ?? null,
    costUsd: usage?.costUsd ?? null,
    steps: 1,
  })
  requireGoodEnd(finished)
  return pieces.join('')
}

async function* chunksOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<CompletionChunk> {
  for await (const data of eventsOf(body)) {
    if (data === '[DONE]') return
    yield parseChunk(data)
  }
}

/** Without a reason the answer has no end: the endpoint went away in the middle of it. */
function requireGoodEnd(finished: string | null): void {
  if (finished === null) throw brokenOff()
  if (finished === 'content_filter') {
    throw new AgentFailure('agent_refused', "The endpoint's filter stopped the answer.")
  }
  if (finished === 'length') {
    throw new AgentFailure('agent_limit', 'The answer reached the maximum length of the model.')
  }
}
