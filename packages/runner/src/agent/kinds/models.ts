import type { Endpoint } from '../configuration.ts'
import { AgentFailure } from '../failure.ts'
import { ask } from '../http/ask.ts'

/** The first model that the endpoint lists; null where it lists none. */
export async function firstModel(endpoint: Endpoint, signal: AbortSignal): Promise<string | null> {
  const response = await ask(endpoint, '/models', { signal })
  try {
    const { data } = (await response.json()) as { data?: { id?: unknown }[] }
    const id = data?.[0]?.id
    return typeof id === 'string' ? id : null
  } catch (cause) {
    signal.throwIfAborted()
    throw new AgentFailure('agent_error', "The endpoint's list of models can't be read.", { cause })
  }
}

/** Throws unless the endpoint lets us in. Where it lists no models, the shortest of answers will do. */
export async function probeEndpoint(
  endpoint: Endpoint,
  model: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const first = await firstModel(endpoint, signal)
    return model ?? first
  } catch (error) {
    const noList = error instanceof AgentFailure && [404, 405].includes(error.status ?? 0)
    if (!noList) throw error
  }
  const body = { model, messages: [{ role: 'user', content: 'Hi' }], max_tokens: 1 }
  const response = await ask(endpoint, '/chat/completions', { body, signal })
  await response.body?.cancel()
  return model
}
