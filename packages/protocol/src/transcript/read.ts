import type { TranscriptRecord } from './record.ts'

type Check = (value: unknown) => boolean

const text: Check = (value) => typeof value === 'string'
const flag: Check = (value) => typeof value === 'boolean'
const count: Check = (value) => Number.isSafeInteger(value)
const anything: Check = () => true
const maybe =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)
const oneOf =
  (...values: string[]): Check =>
  (value) =>
    values.includes(value as string)

/** The fields that a record of each type must have. */
const FIELDS: { [T in TranscriptRecord['type']]: Record<string, Check> } = {
  message: { id: text, text },
  thought: { id: text, text },
  plan: { entries: (value) => Array.isArray(value) && value.every(isPlanEntry) },
  tool_call: { id: text, tool: text, title: text, input: anything },
  tool_result: { id: text, ok: flag, output: text, exitCode: maybe(count) },
  permission: {
    id: text,
    call: maybe(text),
    tool: text,
    title: text,
    state: oneOf('asked', 'allowed', 'denied', 'withdrawn'),
    feedback: maybe(text),
  },
  file_change: { path: text, change: oneOf('created', 'modified', 'deleted') },
  usage: {
    inputTokens: maybe(count),
    outputTokens: maybe(count),
    costUsd: maybe((value) => typeof value === 'number'),
    steps: count,
  },
  error: { code: text, message: text },
  result: { text },
}

/** Null for what is not a whole record, or of a type that this version doesn't know: skip it. */
export function parseRecord(line: string): TranscriptRecord | null {
  const record = objectOf(line)
  if (record === null || typeof record.type !== 'string') return null
  if (!Object.hasOwn(FIELDS, record.type)) return null
  const fields = FIELDS[record.type as TranscriptRecord['type']]
  return holds(record, fields) ? (record as TranscriptRecord) : null
}

/** Reads a transcript that arrives in any pieces; a record that was cut off is skipped. */
export class TranscriptReader {
  #rest = ''

  /** The records that this text completes. */
  add(text: string): TranscriptRecord[] {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() as string
    return lines.map(parseRecord).filter((record) => record !== null)
  }
}

function objectOf(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function holds(record: Record<string, unknown>, fields: Record<string, Check>): boolean {
  return Object.entries(fields).every(
    ([name, check]) => Object.hasOwn(record, name) && check(record[name]),
  )
}

function isPlanEntry(value: unknown): boolean {
  const entry = value as Record<string, unknown> | null
  return (
    typeof entry === 'object' &&
    entry !== null &&
    holds(entry, { content: text, status: oneOf('pending', 'in_progress', 'completed') })
  )
}
