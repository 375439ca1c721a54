import { isDeepStrictEqual } from 'node:util'
import type {
  ContentBlock,
  PlanEntry,
  SessionUpdate,
  ToolCallContent,
  ToolCallUpdate,
} from '@agentclientprotocol/sdk'
import type { TranscriptRecord } from '@mission-control/protocol'
import { firstLine } from '@mission-control/protocol/host'
import { shownPath } from '../tools/inside.ts'
import type { KnownCall } from './permission.ts'
import { exitCodeIn } from './told.ts'

/** Turns what an ACP session tells into records. */
export class Retelling {
  readonly #emit: (record: TranscriptRecord) => void
  readonly #workDir: string
  readonly #tools = new Map<string, KnownCall>()
  #pieces = 0
  #last: 'message' | 'thought' | 'other' = 'other'
  #answer = ''
  costUsd: number | null = null

  constructor(emit: (record: TranscriptRecord) => void, workDir: string) {
    this.#emit = emit
    this.#workDir = workDir
  }

  /** What was said since the last tool was used. */
  get answer(): string {
    return this.#answer
  }

  take(update: SessionUpdate): void {
    switch (update.sessionUpdate) {
      case 'agent_message_chunk':
        this.#piece('message', textOf(update.content))
        break
      case 'agent_thought_chunk':
        this.#piece('thought', textOf(update.content))
        break
      case 'plan':
        this.#plan(update.entries)
        break
      case 'tool_call':
      case 'tool_call_update':
        this.#tool(update)
        break
      case 'usage_update':
        if (update.cost?.currency === 'USD') this.costUsd = update.cost.amount
    }
  }

  #plan(all: readonly PlanEntry[]): void {
    const entries = all.map(({ content, status }) => ({ content, status }))
    this.#emit({ type: 'plan', entries })
  }

  #piece(type: 'message' | 'thought', text: string): void {
    if (type !== this.#last) this.#pieces++
    if (type === 'message') this.#answer = this.#last === 'other' ? text : this.#answer + text
    this.#last = type
    this.#emit({ type, id: `${this.#pieces}`, text })
  }

  #tool(update: ToolCallUpdate): void {
    const id = update.toolCallId
    this.#last = 'other'
    this.learn(update)
    if (update.status !== 'completed' && update.status !== 'failed') return
    const content = update.content ?? []
    const output = content.map(shownContent).join('\n')
    this.#emit({
      type: 'tool_result',
      id,
      ok: update.status === 'completed',
      output,
      exitCode: exitCodeIn(update.rawOutput),
    })
    for (const each of content) if (each.type === 'diff') this.#changed(each)
  }

  /** What is known of the call by now; told where that is news. */
  learn(update: ToolCallUpdate): KnownCall {
    const id = update.toolCallId
    const before = this.#tools.get(id)
    const call = {
      tool: toolOf(update, before?.tool),
      title: update.title ?? before?.title ?? null,
      input: update.rawInput ?? before?.input ?? null,
    }
    this.#tools.set(id, call)
    const title = firstLine(call.title ?? 'tool')
    if (!isDeepStrictEqual(before, call)) this.#emit({ type: 'tool_call', id, ...call, title })
    return call
  }

  #changed({ path, oldText }: Extract<ToolCallContent, { type: 'diff' }>): void {
    const change = oldText === null || oldText === undefined ? 'created' : 'modified'
    this.#emit({ type: 'file_change', path: shownPath(this.#workDir, path), change })
  }
}

/** What runs a command is called as our own tool for it, whatever its program's name for it. */
function toolOf({ name, kind }: ToolCallUpdate, known = 'tool'): string {
  return kind === 'execute' || known === 'shell' ? 'shell' : (name ?? kind ?? known)
}

function textOf(content: ContentBlock): string {
  if (content.type === 'text') return content.text
  return content.type === 'resource_link' ? content.uri : `[${content.type}]`
}

function shownContent(content: ToolCallContent): string {
  if (content.type === 'content') return textOf(content.content)
  return content.type === 'diff' ? content.path : ''
}
