import type { TranscriptRecord } from '@mission-control/protocol'
import type { FinishReason, LanguageModelUsage, TextStreamPart, ToolSet } from 'ai'
import { AgentFailure } from '../failure.ts'
import { brokenOff } from '../http/silence.ts'
import { isShellAnswer } from '../tools/shell.ts'
import type { Meter } from './meter.ts'
import { titleOf } from './title.ts'

/**
 * Emits what the loop does as records. Resolves with the last step's text once the loop is over.
 * Throws {@link AgentFailure}.
 */
export async function retell<TOOLS extends ToolSet>(
  ...told: Parameters<typeof retellParts<TOOLS>>
): ReturnType<typeof retellParts<TOOLS>> {
  try {
    return await retellParts(...told)
  } catch (error) {
    throw failureOf(error)
  }
}

async function retellParts<TOOLS extends ToolSet>(
  stream: AsyncIterable<TextStreamPart<TOOLS>>,
  emit: (record: TranscriptRecord) => void,
  meter: Meter,
): Promise<{ answer: string; finishReason: FinishReason }> {
  let answer = ''
  let finishReason: FinishReason = 'interrupted'
  for await (const part of stream) {
    // The model's own ids begin anew with every step.
    const id = (own: string) => `${meter.usage.steps + 1}.${own}`
    switch (part.type) {
      case 'start-step':
        answer = ''
        break
      case 'text-delta':
        answer += part.text
        emit({ type: 'message', id: id(part.id), text: part.text })
        break
      case 'reasoning-delta':
        emit({ type: 'thought', id: id(part.id), text: part.text })
        break
      case 'tool-call': {
        const { toolCallId, toolName: tool, input } = part
        emit({ type: 'tool_call', id: toolCallId, tool, title: titleOf(tool, input), input })
        break
      }
      case 'tool-result':
        emit({ type: 'tool_result', id: part.toolCallId, ok: true, ...shown(part.output) })
        break
      case 'tool-error':
        emit({ type: 'tool_result', id: part.toolCallId, ok: false, ...shown(wordsOf(part.error)) })
        break
      case 'finish-step':
        finishReason = part.finishReason
        meter.add(usageOf(part.usage))
        emit({ type: 'usage', ...meter.usage })
        break
      case 'error':
        throw part.error
    }
  }
  return { answer, finishReason }
}

function shown(output: unknown): { output: string; exitCode: number | null } {
  if (isShellAnswer(output)) return output
  return { output: typeof output === 'string' ? output : JSON.stringify(output), exitCode: null }
}

function usageOf({ inputTokens, outputTokens, raw }: LanguageModelUsage) {
  // OpenRouter reports the cost in dollars; others don't.
  const cost = raw?.cost
  return {
    inputTokens: inputTokens ?? null,
    outputTokens: outputTokens ?? null,
    costUsd: typeof cost === 'number' ? cost : null,
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Our own error may be the cause of the library's. */
function failureOf(error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AgentFailure) return cause
  }
  // The library says this when the stream ended in the middle.
  if (/without a finish reason/.test(wordsOf(error))) return brokenOff(error)
  return new AgentFailure('agent_error', `The model's answer can't be used: ${wordsOf(error)}`)
}
