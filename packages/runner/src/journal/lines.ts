import type { DownOf } from '@mission-control/protocol/runner'

interface AcceptedLine {
  runId: string
  taskId: string
  desktopId: string
  dispatch: number
  outputLimit: number
  /** How long it may run, counted from its process's start. */
  timeoutMs?: number | undefined
  /** How long it may tidy up when it is stopped. */
  graceMs?: number | undefined
  /** Milliseconds since 1970. */
  at: number
  bootId: string
}

/** One accepted start, as it is journalled before anything is started. */
export type StartLine = AcceptedLine &
  (
    | { t: 'start'; command: string }
    /** For the agent. A word of its own: a runner that is older than agents must not execute it. */
    | ({ t: 'prompt' } & Pick<DownOf<'prompt'>, 'prompt' | 'history' | 'conversation' | 'rules'>)
  )

export type JournalLine =
  | StartLine
  /** The server has the run's end, and its files are gone. */
  | { t: 'forget'; runId: string }
  /** The highest dispatch number of the lines that a compaction left out. */
  | { t: 'high'; dispatch: number }

export interface JournalState {
  highest: number
  /** The runs that are not forgotten, oldest first. */
  live: Map<string, StartLine>
}

export class JournalError extends Error {
  override readonly name = 'JournalError'
}

/**
 * What a journal says. A last line that can't be read was torn by a crash: its start was never
 * acted on, so it is dropped. Throws {@link JournalError} on any other such line.
 */
export function readLines(text: string): JournalState {
  const state: JournalState = { highest: 0, live: new Map() }
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  for (const [index, text] of lines.entries()) {
    const line = parse(text)
    if (line !== null) apply(state, line)
    else if (index !== lines.length - 1) {
      throw new JournalError(`line ${index + 1} of ${lines.length} is not a line of a journal`)
    }
  }
  return state
}

export function apply(state: JournalState, line: JournalLine): void {
  if (line.t === 'forget') state.live.delete(line.runId)
  else state.highest = Math.max(state.highest, line.dispatch)
  if ('taskId' in line) state.live.set(line.runId, line)
}

/** The fewest lines that say the same. */
export function compact(state: JournalState): JournalLine[] {
  return [{ t: 'high', dispatch: state.highest }, ...state.live.values()]
}

export function encodeLines(lines: readonly JournalLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function parse(text: string): JournalLine | null {
  try {
    const line: unknown = JSON.parse(text)
    return isJournalLine(line) ? line : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isJournalLine(line: unknown): line is JournalLine {
  if (typeof line !== 'object' || line === null || !('t' in line)) return false
  if (line.t === 'forget') return 'runId' in line
  if (line.t === 'high') return 'dispatch' in line && Number.isInteger(line.dispatch)
  if (!('runId' in line && 'dispatch' in line)) return false
  return line.t === 'prompt' ? 'prompt' in line : line.t === 'start' && 'command' in line
}
