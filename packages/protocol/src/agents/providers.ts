/** Whose API the built-in agent speaks to its model. */
export const PROVIDERS = ['anthropic', 'openai', 'openrouter', 'compatible'] as const
export type Provider = (typeof PROVIDERS)[number]

/** The providers that need no address, the variables that hold their keys, and a model to begin with. */
export const KNOWN_PROVIDERS = {
  anthropic: {
    baseUrl: 'https://api.anthropic.com/v1',
    key: 'ANTHROPIC_API_KEY',
    model: 'claude-sonnet-5-5',
  },
  openai: { baseUrl: 'https://api.openai.com/v1', key: 'OPENAI_API_KEY', model: 'gpt-6-sol' },
  openrouter: {
    baseUrl: 'https://openrouter.ai/api/v1',
    key: 'OPENROUTER_API_KEY',
    model: 'openrouter/auto',
  },
} as const satisfies Record<
  Exclude<Provider, 'compatible'>,
  { baseUrl: string; key: string; model: string }
>
