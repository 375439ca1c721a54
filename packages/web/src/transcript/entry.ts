import type { FailureCode, OutputStream, TranscriptRecordOf } from '@mission-control/protocol'

export interface ToolResult {
  ok: boolean
  output: string
  exitCode: number | null
}

export interface FileChange {
  path: string
  change: 'created' | 'modified' | 'deleted'
}

/** One thing that is shown of what an agent does; another object whenever it has changed. */
export type Entry =
  | { kind: 'message'; text: string }
  | { kind: 'thought'; text: string }
  /** `result`: null while the tool is at work, and forever if the agent ended before. */
  | { kind: 'tool'; tool: string; title: string; input: unknown; result: ToolResult | null }
  | { kind: 'changes'; files: readonly FileChange[] }
  /** A person was asked whether it may do this; `feedback`: what they added to their answer. */
  | {
      kind: 'permission'
      title: string
      state: TranscriptRecordOf<'permission'>['state']
      feedback: string | null
    }
  | { kind: 'error'; code: FailureCode; message: string }
  | { kind: 'result'; text: string }
  /** What is no part of a transcript: printed beside it, or said by Mission Control. */
  | { kind: 'printed'; stream: Exclude<OutputStream, 'agent'>; text: string }

export type EntryOf<K extends Entry['kind']> = Extract<Entry, { kind: K }>
