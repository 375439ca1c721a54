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
    /**
     * For the agent. It has a type of its own, so that a runner from before agents doesn't execute
     * it.
     */
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

/** Where the line of a live run begins, in bytes, and how. */
export interface Place extends Pick<StartLine, 't'> {
  at: number
}

export interface ReadJournal {
  state: JournalState
  places: Map<string, Place>
  /** Bytes of whole lines; what lies behind them was torn by a crash. */
  size: number
}

/**
 * Reads a journal. A last line that is unreadable or has no end was torn by a crash. Its start was
 * never acted on, so it is dropped. Throws {@link JournalError} on any other unreadable line.
 */
export function readLines(bytes: Buffer): ReadJournal {
  const state: JournalState = { highest: 0, live: new Map() }
  const places = new Map<string, Place>()
  const lines = bytes.toString('utf8').split('\n')
  const torn = lines.pop()!
  let size = 0
  for (const [index, text] of lines.entries()) {
    const line = parse(text)
    if (line !== null) {
      apply(state, line)
      if (isStart(line)) places.set(line.runId, { at: size, t: line.t })
      if (line.t === 'forget') places.delete(line.runId)
      size += Buffer.byteLength(text) + 1
    } else if (torn !== '' || index !== lines.length - 1) {
      const of = lines.length + (torn === '' ? 0 : 1)
      throw new JournalError(`line ${index + 1} of ${of} is not a line of a journal`)
    }
  }
  return { state, places, size }
}

export function apply(state: JournalState, line: JournalLine): void {
  if (line.t === 'forget') state.live.delete(line.runId)
  else state.highest = Math.max(state.highest, line.dispatch)
  if (isStart(line)) state.live.set(line.runId, line)
}

export function isStart(line: JournalLine): line is StartLine {
  return line.t === 'start' || line.t === 'prompt'
}

/** The fewest lines that say the same. */
export function compact(state: JournalState): JournalLine[] {
  return [{ t: 'high', dispatch: state.highest }, ...state.live.values()]
}

export function encodeLine(line: JournalLine): string {
  return `${JSON.stringify(line)}\n`
}

/**
 * The beginning of a start's line that makes it say only its number. It is as long as what it takes the
 * place of, so that a full disk takes it too, and so short that a crash doesn't tear it.
 */
export function withdrawn({ t }: Pick<StartLine, 't'>): string {
  return '{"t":"high"'.padEnd(`{"t":"${t}"`.length)
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
