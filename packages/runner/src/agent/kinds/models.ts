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
