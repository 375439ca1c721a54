import { setImmediate as nextTurn } from 'node:timers/promises'
import { methods, type StopReason } from '@agentclientprotocol/sdk'
import { withHistory } from '@mission-control/protocol/runner'
import { mcpServersFor } from '../acp/mcp-servers.ts'
import { setMode } from '../acp/mode.ts'
import { openSession } from '../acp/open-session.ts'
import { decideOn } from '../acp/permission.ts'
import { Retelling } from '../acp/retell.ts'
import { type Permit, withAgent } from '../acp/session.ts'
import { tokensIn } from '../acp/told.ts'
import type { AcpConfiguration } from '../configuration.ts'
import { AgentFailure } from '../failure.ts'
import type { Kind } from './kind.ts'

/** Any program that speaks the Agent Client Protocol on its standard streams. */
export const acp: Kind<AcpConfiguration> = {
  run(configuration, prompt, work) {
    const workDir = process.cwd()
    const retelling = new Retelling(work.emit, workDir)
    const permit: Permit = async (request, withdrawn) => {
      // What it told before comes first in the transcript.
      await nextTurn()
      const known = retelling.learn(request.toolCall)
      const signal = AbortSignal.any([withdrawn, work.signal])
      try {
        return await decideOn(request, known, work.gate, workDir, signal)
      } catch (error) {
        if (signal.aborted) return CANCELLED
        throw error
      }
    }
    return withAgent(configuration, work.signal, permit, async (agent, can) => {
      const mcpServers = mcpServersFor(configuration.mcpServers, can.mcpCapabilities)
      const { conversation } = work
      const { session, remembers } = await openSession(
        agent,
        can,
        { cwd: workDir, mcpServers },
        configuration.command,
        conversation,
      )
      const { sessionId } = session
      if (configuration.mode !== null) await setMode(agent, session, configuration.mode)
      // It is told; whether it listens or not, its program is stopped soon.
      const cancel = () => void agent.notify(methods.agent.session.cancel, { sessionId })
      work.signal.addEventListener('abort', cancel, { once: true })
      // It comes as the last of the updates, also when it fails.
      const history = remembers ? [] : (conversation?.history ?? [])
      const asked = session.prompt(withHistory(prompt, history))
      asked.catch(() => null)
      for (;;) {
        const message = await Promise.race([session.nextUpdate(), failureIn(asked)])
        if (message.kind === 'session_update') retelling.take(message.update)
        else {
          const { costUsd, answer } = retelling
          work.emit({ type: 'usage', ...tokensIn(message.response), costUsd, steps: 1 })
          judge(message.stopReason)
          return answer
        }
      }
    })
  },

  async probe(configuration, signal) {
    await withAgent(configuration, signal, nobodyThere, async () => null)
    return configuration.model
  },
}

const CANCELLED = { outcome: { outcome: 'cancelled' } } as const
const nobodyThere: Permit = async () => CANCELLED

/** Only its rejection matters. */
async function failureIn(asked: Promise<unknown>): Promise<never> {
  await asked
  return await new Promise(() => undefined)
}

function judge(reason: StopReason): void {
  switch (reason) {
    case 'end_turn':
      return
    case 'refusal':
      throw new AgentFailure('agent_refused', 'The agent refuses to do that.')
    case 'max_tokens':
    case 'max_turn_requests':
      throw new AgentFailure('agent_limit', `The agent has reached a limit of its own (${reason}).`)
    case 'cancelled':
      throw new AgentFailure('agent_interrupted', 'The agent was told to stop.')
  }
}
