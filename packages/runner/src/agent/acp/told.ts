/** What agents tell beside the letter of the protocol. */

/** The tokens of a prompt, which many add to their answer. */
export function tokensIn(response: object): {
  inputTokens: number | null
  outputTokens: number | null
} {
  const usage = recordIn(response, 'usage')
  return {
    inputTokens: countIn(usage, 'inputTokens'),
    outputTokens: countIn(usage, 'outputTokens'),
  }
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
