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
import { exitCodeIn, isAside, tellsFailure, terminalIn, tokensOfStep } from './told.ts'
import { TurnUsage } from './turn-usage.ts'

/** Turns what an ACP session tells into records. */
export class Retelling {
  readonly #emit: (record: TranscriptRecord) => void
  readonly #workDir: string
  readonly #tools = new Map<string, KnownCall>()
  #pieces = 0
  #last: 'message' | 'thought' | 'other' = 'other'
  #answer = ''
  #messageId: string | null = null
  /** The output and ends of its commands, if the agent reports them separately. */
  readonly #terminals = new Map<string, ReturnType<typeof terminalIn>>()
  readonly usage = new TurnUsage()
  /** The agent has reported a failure, whatever its answer says. */
  hasFailed = false
  /** Text that belongs to no message and begins like this is not part of the answer. */
  warning: RegExp | undefined
  #warnings = 0

  constructor(emit: (record: TranscriptRecord) => void, workDir: string) {
    this.#emit = emit
    this.#workDir = workDir
  }

  /** What was said since the last tool was used. */
  get answer(): string {
    return this.#answer
  }

  /** It has said something or used a tool. */
  get hasBegun(): boolean {
    return this.#pieces > 0 || this.#tools.size > 0
  }

  /** Drops the answer so far: the agent was denied something, or gets another prompt. */
  forgetAnswer(): void {
    this.#last = 'other'
    this.#answer = ''
  }

  take(update: SessionUpdate): void {
    const step = tokensOfStep(update)
    if (step) this.usage.addStep(step)
    if (tellsFailure(update)) this.hasFailed = true
    switch (update.sessionUpdate) {
      case 'agent_message_chunk':
        this.#message(textOf(update.content), update.messageId ?? null, isAside(update))
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
        if (update.cost?.currency === 'USD') this.usage.costUsd = update.cost.amount
    }
  }

  #plan(all: readonly PlanEntry[]): void {
    const entries = all.map(({ content, status }) => ({ content, status }))
    this.#emit({ type: 'plan', entries })
  }

  /** Codex warns in pieces that belong to no message; its answer is the message that follows. */
  #message(text: string, messageId: string | null, aside: boolean): void {
    if (aside || (messageId === null && this.warning?.test(text))) {
      this.#emit({ type: 'message', id: `warning-${++this.#warnings}`, text })
      return
    }
    if (this.#last === 'message' && this.#messageId === null && messageId !== null) {
      this.#last = 'other'
    }
    this.#messageId = messageId
    this.#piece('message', text)
  }

  #piece(type: 'message' | 'thought', text: string): void {
    if (text === '') return
    this.usage.sees('words')
    if (type !== this.#last) this.#pieces++
    if (type === 'message') this.#answer = this.#last === 'other' ? text : this.#answer + text
    this.#last = type
    this.#emit({ type, id: `${this.#pieces}`, text })
  }

  #tool(update: ToolCallUpdate): void {
    const id = update.toolCallId
    this.#last = 'other'
    this.learn(update)
    const told = terminalIn(update)
    const before = this.#terminals.get(id)
    const terminal = {
      output: (before?.output ?? '') + told.output,
      exitCode: told.exitCode ?? before?.exitCode ?? null,
    }
    this.#terminals.set(id, terminal)
    if (update.status !== 'completed' && update.status !== 'failed') return
    const content = update.content ?? []
    this.#terminals.delete(id)
    this.usage.sees('result')
    this.#emit({
      type: 'tool_result',
      id,
      ok: update.status === 'completed',
      output: content.map(shownContent).join('\n') || terminal.output,
      exitCode: exitCodeIn(update.rawOutput) ?? terminal.exitCode,
    })
    for (const each of content) if (each.type === 'diff') this.#changed(each)
  }

  /** Merges an update into what is known about the call, and emits it if that is news. */
  learn(update: ToolCallUpdate): KnownCall {
    const id = update.toolCallId
    const before = this.#tools.get(id)
    if (!before) this.usage.sees('call')
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

/** A tool that runs commands gets the name of our own (`shell`), whatever the program calls it. */
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
