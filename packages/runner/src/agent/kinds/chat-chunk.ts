import { AgentFailure } from '../failure.ts'

/** What one piece of a streamed completion says. */
export interface CompletionChunk {
  text: string
  thought: string
  finished: string | null
  usage: { input: number | null; output: number | null; costUsd: number | null } | undefined
}

interface Wire {
  error?: { message?: unknown }
  choices?: { delta?: Record<string, unknown>; finish_reason?: unknown }[]
  usage?: { prompt_tokens?: unknown; completion_tokens?: unknown; cost?: unknown } | null
}

/** Throws {@link AgentFailure} on anything that isn't one, and on an error that is told in the stream. */
export function parseChunk(data: string): CompletionChunk {
  const wire = objectOf(data)
  if (wire.error) {
    throw new AgentFailure('agent_error', `The endpoint says: ${textOf(wire.error.message)}`)
  }
  const choice = wire.choices?.[0]
  const delta = choice?.delta ?? {}
  return {
    text: textOf(delta.content),
    // Endpoints use two names for it.
    thought: textOf(delta.reasoning_content) || textOf(delta.reasoning),
    finished: typeof choice?.finish_reason === 'string' ? choice.finish_reason : null,
    usage: wire.usage
      ? {
          input: countOf(wire.usage.prompt_tokens),
          output: countOf(wire.usage.completion_tokens),
          costUsd: typeof wire.usage.cost === 'number' ? wire.usage.cost : null,
        }
      : undefined,
  }
}

function objectOf(data: string): Wire {
  try {
    const value: unknown = JSON.parse(data)
    if (typeof value === 'object' && value !== null) return value as Wire
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  const began = JSON.stringify(data.slice(0, 80))
  throw new AgentFailure(
    'agent_error',
    `The endpoint sent something other than a completion: ${began}.`,
  )
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
const countOf = (value: unknown) => (Number.isSafeInteger(value) ? (value as number) : null)
