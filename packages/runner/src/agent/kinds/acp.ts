import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type ActiveSession,
  methods,
  type PromptResponse,
  type StopReason,
} from '@agentclientprotocol/sdk'
import { withHistory } from '@mission-control/protocol/runner'
import { askingOf } from '../acp/asking.ts'
import { Denials } from '../acp/denials.ts'
import { inTime } from '../acp/in-time.ts'
import { peculiarityOf } from '../acp/known.ts'
import { mcpServersFor } from '../acp/mcp-servers.ts'
import { haveItAsk, modesOf, setMode } from '../acp/mode.ts'
import { openSession } from '../acp/open-session.ts'
import { decideOn } from '../acp/permission.ts'
import { Retelling } from '../acp/retell.ts'
import { type Permit, withAgent } from '../acp/session.ts'
import { modelChosen, modelUsed, tokensIn } from '../acp/told.ts'
import type { AcpConfiguration } from '../configuration.ts'
import { AgentFailure, endedByDenial } from '../failure.ts'
import type { Kind } from './kind.ts'

/** Any program that speaks the Agent Client Protocol on its standard streams. */
export const acp: Kind<AcpConfiguration> = {
  run(configuration, prompt, work) {
    const workDir = process.cwd()
    const retelling = new Retelling(work.emit, workDir)
    const denials = new Denials(work.gate, () => retelling.forgetAnswer())
    const permit: Permit = async (request, withdrawn) => {
      // Let what it told before come first in the transcript.
      await nextTurn()
      const known = retelling.learn(request.toolCall)
      const signal = AbortSignal.any([withdrawn, work.signal])
      try {
        return await decideOn(request, known, denials.gate, workDir, signal)
      } catch (error) {
        if (signal.aborted) return CANCELLED
        throw error
      }
    }
    return withAgent(configuration, work.signal, permit, async (agent, introduced) => {
      const known = peculiarityOf(introduced.agentInfo?.name)
      const can = {
        ...introduced.agentCapabilities,
        ...(known.retellsLate && { loadSession: false }),
      }
      const { asksIn, tellsLastCallOnly = false } = known
      retelling.warning = known.warning
      const mcpServers = mcpServersFor(configuration.mcpServers, can.mcpCapabilities)
      const { conversation } = work
      const { session, remembers } = await inTime(
        openSession(agent, can, { cwd: workDir, mcpServers }, configuration.command, conversation),
        'begun a session',
      )
      const { sessionId } = session
      const { mode } = configuration
      await inTime(
        mode === null ? haveItAsk(agent, session, asksIn) : setMode(agent, session, mode),
        'taken its session mode',
      )
      const asking = askingOf(known, mode, modesOf(session.newSessionResponse).has)
      let model = modelChosen(session.newSessionResponse, known.namesModels) ?? configuration.model
      work.shows({ model, asking })
      // Tell the agent. Whether it listens or not, its program is stopped soon.
      const cancel = () => void agent.notify(methods.agent.session.cancel, { sessionId })
      work.signal.addEventListener('abort', cancel, { once: true })
      const history = remembers ? [] : (conversation?.history ?? [])
      let next: string | null = withHistory(prompt, history)
      while (next !== null) {
        retelling.forgetAnswer()
        const response = await askFor(session, next, retelling)
        retelling.usage.endTurn(tokensIn(response), tellsLastCallOnly)
        model = modelUsed(response) ?? model
        work.shows({ model, asking })
        work.emit({ type: 'usage', ...retelling.usage.all(!remembers) })
        work.signal.throwIfAborted()
        if (retelling.hasFailed) throw failureToldIn(retelling.answer)
        next = denials.takePrompt()
        if (next === null) requireGoodEnd(response.stopReason, denials.last)
      }
      if (!retelling.hasBegun) throw new AgentFailure('agent_error', NOTHING_DONE)
      return retelling.answer
    })
  },

  async probe(configuration, signal) {
    const name = await withAgent(
      configuration,
      signal,
      nobodyThere,
      async (_, { agentInfo }) => agentInfo?.name,
    )
    return { model: configuration.model, asking: askingOf(peculiarityOf(name), configuration.mode) }
  },
}

const NOTHING_DONE = 'The agent ended its turn without having said or done anything.'
const CANCELLED = { outcome: { outcome: 'cancelled' } } as const
const nobodyThere: Permit = async () => CANCELLED

/** Prompts the session, and retells what it does until its turn is over. */
async function askFor(
  session: ActiveSession,
  prompt: string,
  retelling: Retelling,
): Promise<PromptResponse> {
  const asked = session.prompt(prompt)
  asked.catch(() => null)
  for (;;) {
    const message = await Promise.race([session.nextUpdate(), failureIn(asked)])
    // The last message is the end of the turn.
    if (message.kind !== 'session_update') return message.response
    retelling.take(message.update)
  }
}

function failureToldIn(words: string): AgentFailure {
  const told = words.trim()
  const message = told === '' ? "The agent failed and didn't say why." : `The agent says: ${told}`
  return new AgentFailure('agent_error', message)
}

/** Rejects with `asked`, and never resolves. */
async function failureIn(asked: Promise<unknown>): Promise<never> {
  await asked
  return await new Promise(() => undefined)
}

/** `denied`: the last thing that the agent wanted to do and wasn't allowed. */
function requireGoodEnd(reason: StopReason, denied: string | null): void {
  switch (reason) {
    case 'end_turn':
      return
    case 'refusal':
      throw new AgentFailure('agent_refused', 'The agent refuses to do that.')
    case 'max_tokens':
    case 'max_turn_requests':
      throw new AgentFailure('agent_limit', `The agent has reached a limit of its own (${reason}).`)
    case 'cancelled':
      if (denied !== null) throw endedByDenial(denied)
      throw new AgentFailure('agent_interrupted', 'The agent was told to stop.')
  }
}
