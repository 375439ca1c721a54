/** What agents report beside the letter of the protocol. */

export interface Tokens {
  inputTokens: number | null
  outputTokens: number | null
}

/**
 * The tokens of a prompt, which many agents add to their answer; null: not reported. Tokens read
 * from or written to a cache are reported separately; they count as input.
 */
export function tokensIn(response: object): Tokens | null {
  const usage = recordIn(response, 'usage')
  const input = countIn(usage, 'inputTokens')
  if (input !== null) {
    const cached = ['cachedReadTokens', 'cachedWriteTokens'].map(
      (name) => countIn(usage, name) ?? 0,
    )
    const inputTokens = cached.reduce((sum, each) => sum + each, input)
    return { inputTokens, outputTokens: countIn(usage, 'outputTokens') }
  }
  // Gemini CLI's way, by the names of its API.
  const count = recordIn(recordIn(recordIn(response, '_meta'), 'quota'), 'token_count')
  const inputTokens = countIn(count, 'input_tokens')
  const outputTokens = countIn(count, 'output_tokens')
  return inputTokens === null && outputTokens === null ? null : { inputTokens, outputTokens }
}

/** The sum. What is unknown in one is unknown in the sum. */
export function addTokens(a: Tokens, b: Tokens): Tokens {
  const sum = (x: number | null, y: number | null) => (x === null || y === null ? null : x + y)
  return {
    inputTokens: sum(a.inputTokens, b.inputTokens),
    outputTokens: sum(a.outputTokens, b.outputTokens),
  }
}

/** The model that has answered most of a prompt, which some name in their answer; null: it doesn't say. */
export function modelUsed(response: object): string | null {
  const { model_usage: usage } = recordIn(recordIn(response, '_meta'), 'quota')
  if (!Array.isArray(usage)) return null
  const models = usage.map((each) => {
    const count = recordIn(recordOf(each), 'token_count')
    const output = countIn(count, 'output_tokens') ?? countIn(count, 'outputTokens') ?? 0
    return { model: recordOf(each).model, output }
  })
  const [most] = models.toSorted((a, b) => b.output - a.output)
  return typeof most?.model === 'string' ? most.model : null
}

/**
 * The model with which a session begins: by the setting for it, or by the list that older programs
 * give; null: it doesn't say. `byName`: what it is called among the choices.
 */
export function modelChosen(session: object, byName = false): string | null {
  const { configOptions } = recordOf(session)
  const options = Array.isArray(configOptions) ? configOptions.map(recordOf) : []
  const setting = options.find(({ category }) => category === 'model') ?? {}
  const models = recordIn(session, 'models')
  const id = setting.currentValue ?? models.currentModelId
  if (typeof id !== 'string') return null
  if (!byName) return id
  const choices = [setting.options, models.availableModels].flat().map(recordOf)
  const name = choices.find(({ value, modelId }) => id === (value ?? modelId))?.name
  return typeof name === 'string' ? name : id
}

/** Words that arrive like an answer and aren't one, such as Claude Code's notes about itself. */
export function isAside(update: object): boolean {
  return recordIn(recordIn(update, '_meta'), 'claudeCode').kind === 'informational'
}

/** The tokens of one request to the model, which Qwen Code tells with an empty piece of its answer. */
export function tokensOfStep(update: object): Tokens | null {
  const usage = recordIn(recordIn(update, '_meta'), 'usage')
  const inputTokens = countIn(usage, 'inputTokens')
  const outputTokens = countIn(usage, 'outputTokens')
  return inputTokens === null && outputTokens === null ? null : { inputTokens, outputTokens }
}

/** Codex ends a failed turn as if all was well, and reports the failure in this way. */
export function tellsFailure(update: object): boolean {
  const status = recordIn(recordIn(recordIn(update, '_meta'), 'codex'), 'threadStatus')
  return status.type === 'systemError'
}

/**
 * What a command prints and how it ends, as Claude Code and Codex report it to clients that ask for
 * it.
 */
export function terminalIn(update: object): { output: string; exitCode: number | null } {
  const meta = recordIn(update, '_meta')
  const pieces = ['terminal_output', 'terminal_output_delta'].map(
    (name) => recordIn(meta, name).data,
  )
  const output = pieces.filter((data) => typeof data === 'string').join('')
  return { output, exitCode: countIn(recordIn(meta, 'terminal_exit'), 'exit_code') }
}

/** How a command ended, under the names that agents have for it. */
export function exitCodeIn(rawOutput: unknown): number | null {
  const output = recordOf(rawOutput)
  const places = [output, recordIn(output, 'metadata')]
  const codes = places.flatMap((place) =>
    ['exitCode', 'exit_code', 'exit'].map((name) => countIn(place, name)),
  )
  return codes.find((code) => code !== null) ?? null
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

const recordIn = (value: object, name: string) => recordOf(recordOf(value)[name])

function countIn(record: Record<string, unknown>, name: string): number | null {
  const value = record[name]
  return Number.isSafeInteger(value) ? (value as number) : null
}
