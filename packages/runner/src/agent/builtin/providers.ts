import type { LanguageModel } from 'ai'
import type { BuiltinConfiguration } from '../configuration.ts'
import { AgentFailure } from '../failure.ts'
import { probeEndpoint } from '../kinds/models.ts'
import { fetchWith } from './fetch.ts'

const ANTHROPIC_VERSION = '2023-06-01'

/** The options by the provider's name. Each provider ignores those of the others. */
export const providerOptions = {
  // Each step sends the whole conversation again; with caching, what was sent before costs a tenth.
  anthropic: { cacheControl: { type: 'ephemeral' } },
  // By default it would store the conversation, and the library would send references that nobody
  // else understands.
  openai: { store: false },
} as const

/** The model that the configuration names, by the library of its provider. */
export async function languageModel(
  configuration: BuiltinConfiguration,
  signal: AbortSignal,
): Promise<LanguageModel> {
  const { provider, endpoint, limits } = configuration
  const model = configuration.model ?? (await probeProvider(configuration, signal))
  if (model === null) {
    throw new AgentFailure('agent_refused', 'No model is set, and the endpoint lists none.')
  }
  const settings = {
    baseURL: endpoint.baseUrl,
    // Without a value the libraries would read a variable from the environment.
    apiKey: endpoint.apiKey ?? '',
    headers: endpoint.headers,
    fetch: fetchWith(limits.silenceMs),
  }
  switch (provider) {
    case 'anthropic':
      return (await import('@ai-sdk/anthropic')).createAnthropic(settings)(model)
    case 'openai':
      return (await import('@ai-sdk/openai')).createOpenAI(settings)(model)
    case 'openrouter':
    case 'compatible': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
      const { apiKey, ...rest } = settings
      const openRouter = provider === 'openrouter'
      return createOpenAICompatible({
        ...rest,
        ...(apiKey !== '' && { apiKey }),
        name: provider,
        includeUsage: true,
        // OpenRouter reports the cost of a request only on demand.
        transformRequestBody: (body) => (openRouter ? { ...body, usage: { include: true } } : body),
      })(model)
    }
  }
}

export async function probeProvider(
  { provider, endpoint, model }: BuiltinConfiguration,
  signal: AbortSignal,
): Promise<string | null> {
  if (provider !== 'anthropic') return await probeEndpoint(endpoint, model, signal)
  const { apiKey, headers, ...rest } = endpoint
  const own = { 'x-api-key': apiKey ?? '', 'anthropic-version': ANTHROPIC_VERSION, ...headers }
  return await probeEndpoint({ ...rest, apiKey: null, headers: own }, model, signal)
}
