import type { ToolSet } from 'ai'
import { titleOf } from '../builtin/title.ts'
import { ToolError } from '../tools/inside.ts'
import type { Gate } from './gate.ts'
import { subjectOfTool } from './subject.ts'

const MANNER = { otherwise: 'allow', options: ['once', 'always', 'no'] } as const

/** The same tools, each call of which has to pass the gate; a refusal is told to the model in words. */
export function guarded(
  tools: ToolSet,
  gate: Gate,
  workDir: string,
  stopped: AbortSignal,
): ToolSet {
  const entries = Object.entries(tools).map(([tool, its]) => {
    const { execute } = its
    if (!execute) return [tool, its]
    const pass = async (input: unknown, call: string) => {
      const subject = subjectOfTool(tool, input, workDir)
      const wish = { call, tool, title: titleOf(tool, input), input, subject }
      const { allowed, feedback } = await gate.decide(wish, MANNER, stopped)
      if (!allowed) throw new ToolError(refusal(feedback))
    }
    const executeIfAllowed: typeof execute = async (input, options) => {
      await pass(input, options.toolCallId)
      return await execute(input, options)
    }
    return [tool, { ...its, execute: executeIfAllowed }]
  })
  return Object.fromEntries(entries)
}

function refusal(feedback: string | null): string {
  return `This was not allowed, and not done. ${feedback ?? 'A person denied this.'}`
}
