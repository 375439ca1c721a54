import type { Endpoint } from '../configuration.ts'
import { AgentFailure } from '../failure.ts'
import { ask } from '../http/ask.ts'
import { Silence } from '../http/silence.ts'

const PROBE_WITHIN_MS = 15_000
/** Statuses that any request would get. Another failure of the list says nothing about prompts. */
const SHUT_OUT = [401, 403, 429]

/** The first model that the endpoint lists; null where it lists none. */
export async function firstModel(endpoint: Endpoint, silence: Silence): Promise<string | null> {
  const response = await ask(endpoint, '/models', silence)
  try {
    const { data } = (await response.json()) as { data?: { id?: unknown }[] }
    const id = data?.[0]?.id
    return typeof id === 'string' ? id : null
  } catch (cause) {
    silence.signal.throwIfAborted()
    throw new AgentFailure('agent_error', "The endpoint's list of models can't be read.", { cause })
  } finally {
    silence.rest()
  }
}

/** Throws unless the endpoint lets us in. Where it can't list its models, the shortest of answers will do. */
export async function probeEndpoint(
  endpoint: Endpoint,
  model: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  const silence = new Silence(PROBE_WITHIN_MS, signal)
  try {
    const first = await firstModel(endpoint, silence)
    return model ?? first
  } catch (error) {
    const status = error instanceof AgentFailure ? error.status : undefined
    if (status === undefined || SHUT_OUT.includes(status)) throw error
  }
  const body = { model, messages: [{ role: 'user', content: 'Hi' }], max_tokens: 1 }
  const response = await ask(endpoint, '/chat/completions', silence, body)
  silence.rest()
  await response.body?.cancel()
  return model
}
