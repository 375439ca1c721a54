import {
  type ActiveSession,
  type ClientContext,
  methods,
  type SessionConfigOption,
} from '@agentclientprotocol/sdk'
import { AgentFailure } from '../failure.ts'

/**
 * Puts the session into a mode: by the setting for it that newer agents have, else as a mode. Of one
 * that it doesn't have it says which there are.
 */
export async function setMode(
  agent: ClientContext,
  { sessionId, newSessionResponse }: ActiveSession,
  mode: string,
): Promise<void> {
  const { configOptions, modes } = newSessionResponse
  const setting = configOptions?.find(({ category }) => category === 'mode')
  const has = setting ? choicesOf(setting) : (modes?.availableModes.map(({ id }) => id) ?? [])
  if (!has.includes(mode)) {
    const which = has.length === 0 ? 'it has none' : `it has ${has.join(', ')}`
    throw new AgentFailure('agent_refused', `The agent has no session mode "${mode}": ${which}.`)
  }
  if (setting) {
    const choice = { sessionId, configId: setting.id, value: mode }
    await agent.request(methods.agent.session.setConfigOption, choice)
  } else {
    await agent.request(methods.agent.session.setMode, { sessionId, modeId: mode })
  }
}

function choicesOf(setting: SessionConfigOption): string[] {
  if (setting.type !== 'select') return []
  return setting.options.flatMap((option) =>
    'options' in option ? option.options.map(({ value }) => value) : [option.value],
  )
}
