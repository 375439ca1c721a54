import { type FinishReason, isStepCount, ToolLoopAgent } from 'ai'
import { instructionsFor } from '../builtin/instructions.ts'
import { Meter } from '../builtin/meter.ts'
import { languageModel, probeProvider, providerOptions } from '../builtin/providers.ts'
import { retell } from '../builtin/retell.ts'
import type { BuiltinConfiguration, McpServers } from '../configuration.ts'
import { AgentFailure } from '../failure.ts'
import { brokenOff } from '../http/silence.ts'
import type { McpTools } from '../mcp/tools.ts'
import { guarded } from '../permissions/guarded.ts'
import { toolsOf } from '../tools/tools.ts'
import type { Kind } from './kind.ts'

/** Our own loop: the model decides, the tools do it, the model sees what came of it. */
export const builtin: Kind<BuiltinConfiguration> = {
  async run(configuration, prompt, work) {
    const { limits } = configuration
    const { conversation } = work
    const workDir = process.cwd()
    const meter = new Meter(limits)
    const place = {
      workDir,
      changed: (path: string, change: 'created' | 'modified' | 'deleted') =>
        work.emit({ type: 'file_change', path, change }),
    }
    const model = await languageModel(configuration, work.signal)
    const further = await furtherTools(configuration.mcpServers, work.signal)
    const tools = {
      ...toolsOf(place, (url) => work.gate.mayReach(url), work.signal),
      ...further.tools,
    }
    try {
      const agent = new ToolLoopAgent({
        model,
        instructions: instructionsFor(workDir, conversation !== null),
        providerOptions,
        tools: guarded(tools, work.gate, workDir, work.signal),
        // Calls run one after the other, as a person would read them.
        toolCallConcurrency: 1,
        stopWhen: [isStepCount(limits.steps), () => meter.exceeded !== null],
        // `fetchWith` repeats requests, and explains what has gone wrong.
        maxRetries: 0,
        // The error comes with the stream; without this the library would print it as well.
        onError: () => undefined,
      })
      const messages = [
        ...(conversation?.history ?? []),
        { role: 'user' as const, content: prompt },
      ]
      const { stream } = await agent.stream({ messages, abortSignal: work.signal })
      const { answer, finishReason } = await retell(stream, work.emit, meter)
      work.signal.throwIfAborted()
      requireGoodEnd(finishReason, meter)
      return answer
    } finally {
      await further.close()
    }
  },

  async probe(configuration, signal) {
    return { model: await probeProvider(configuration, signal), asking: null }
  },
}

/** Connects to the servers of further tools. The code for that is loaded only if there are any. */
async function furtherTools(servers: McpServers, signal: AbortSignal): Promise<McpTools> {
  if (Object.keys(servers).length === 0) return { tools: {}, close: async () => undefined }
  return await (await import('../mcp/tools.ts')).connectMcp(servers, signal)
}

function requireGoodEnd(finishReason: FinishReason, meter: Meter): void {
  switch (finishReason) {
    case 'stop':
      return
    case 'length':
      throw new AgentFailure('agent_limit', 'The answer reached the maximum length of the model.')
    case 'content-filter':
      throw new AgentFailure('agent_refused', "The provider's filter stopped the answer.")
    case 'tool-calls':
      throw new AgentFailure('agent_limit', meter.exceeded ?? meter.tooManySteps)
    case 'interrupted':
      throw brokenOff()
    default:
      throw new AgentFailure('agent_error', 'The model ended its answer for an unknown reason.')
  }
}
