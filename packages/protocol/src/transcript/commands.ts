import { EVIDENCE_MAX } from '../bounds.ts'
import type { RanCommand, RunEvidence } from '../resources/evidence.ts'
import type { TranscriptRecord, TranscriptRecordOf } from './record.ts'

/** All commands together, in characters. */
const ALL_MAX = 512 * 1024

/**
 * Gathers from a transcript the commands that an agent has run or wanted to run: its calls of the tool
 * `shell`. One that was denied stays so, whatever came of the call.
 */
export class CommandsOf {
  readonly #all: RanCommand[] = []
  /**
   * Commands without a result yet, by the id of their call; some models use an id again afterwards.
   */
  readonly #open = new Map<string, RanCommand>()
  #length = 0
  #truncated = false

  take(record: TranscriptRecord): void {
    if (record.type === 'tool_call' && record.tool === 'shell') this.#called(record)
    if (record.type === 'permission') this.#decided(record)
    if (record.type !== 'tool_result') return
    const command = this.#open.get(record.id)
    if (command && command.denied === null) command.exitCode = record.exitCode
    this.#open.delete(record.id)
  }

  get gathered(): Pick<RunEvidence, 'commands' | 'commandsTruncated'> {
    return { commands: this.#all, commandsTruncated: this.#truncated }
  }

  /** The question may come before the call is told, or without it. */
  #decided({ call, tool, title, state, feedback }: TranscriptRecordOf<'permission'>): void {
    if (tool !== 'shell' || (state !== 'denied' && state !== 'withdrawn')) return
    const id = call ?? ''
    if (call === null || !this.#open.has(id)) {
      this.#called({ type: 'tool_call', id, tool, title, input: null })
    }
    const command = this.#open.get(id)
    if (!command) return
    const why = state === 'withdrawn' ? 'Nobody had answered when the question ended.' : feedback
    command.denied = (why ?? 'A person denied this.').slice(0, EVIDENCE_MAX.denied).toWellFormed()
    if (call === null) this.#open.delete(id)
  }

  #called(call: TranscriptRecordOf<'tool_call'>): void {
    const text = shortened(commandIn(call))
    const known = this.#open.get(call.id)
    if (known) {
      known.command = text
    } else if (this.#all.length === EVIDENCE_MAX.commands || this.#length > ALL_MAX) {
      this.#truncated = true
    } else {
      const command: RanCommand = { command: text, exitCode: null, denied: null }
      this.#all.push(command)
      this.#open.set(call.id, command)
      this.#length += text.length
    }
  }
}

/** Some agents name the program and its arguments one by one, some only in the title. */
function commandIn({ input, title }: TranscriptRecordOf<'tool_call'>): string {
  const command = typeof input === 'object' && input !== null && 'command' in input && input.command
  if (typeof command === 'string') return command
  return Array.isArray(command) ? command.join(' ') : title
}

function shortened(command: string): string {
  if (command.length <= EVIDENCE_MAX.command) return command
  return `${command.slice(0, EVIDENCE_MAX.command - 1).toWellFormed()}…`
}
