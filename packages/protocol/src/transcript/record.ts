import type { FailureCode } from '../failures.ts'
import type { AgentUsage } from '../resources/agent.ts'

/** A piece of a text that arrives bit by bit; pieces of one `id` belong together, in their order. */
interface Piece {
  id: string
  text: string
}

export interface PlanEntry {
  content: string
  status: 'pending' | 'in_progress' | 'completed'
}

/** What an agent does, as it happens: a line of JSON each, in the stream `agent` of a run's output. */
export type TranscriptRecord =
  /** What it says. */
  | ({ type: 'message' } & Piece)
  /** What it thinks before it says or does something. */
  | ({ type: 'thought' } & Piece)
  /** What it plans to do. Each plan replaces the one before. */
  | { type: 'plan'; entries: PlanEntry[] }
  /**
   * It begins to use a tool. `title`: what for, in one line. `input`: what the tool is given. If two have the
   * same `id`, the later one knows more. The tool `shell` runs `input.command`.
   */
  | { type: 'tool_call'; id: string; tool: string; title: string; input: unknown }
  /** What came of the call of that id; `exitCode`: of a command. */
  | { type: 'tool_result'; id: string; ok: boolean; output: string; exitCode: number | null }
  /**
   * A person is asked whether it may do this, and what came of it. If two have the same `id`, the later one
   * knows more. `call`: the id of the tool's call, if it is known.
   */
  | {
      type: 'permission'
      id: string
      call: string | null
      tool: string
      title: string
      state: 'asked' | 'allowed' | 'denied' | 'withdrawn'
      feedback: string | null
    }
  /** `path`: relative to the working directory. */
  | { type: 'file_change'; path: string; change: 'created' | 'modified' | 'deleted' }
  /** All that was used so far. */
  | ({ type: 'usage' } & AgentUsage)
  /** It has failed; nothing follows. */
  | { type: 'error'; code: FailureCode; message: string }
  /** It is done, and this is its answer; nothing follows. */
  | { type: 'result'; text: string }

export type TranscriptRecordOf<T extends TranscriptRecord['type']> = Extract<
  TranscriptRecord,
  { type: T }
>
