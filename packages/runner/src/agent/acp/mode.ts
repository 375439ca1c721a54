import {
  type ActiveSession,
  type ClientContext,
  methods,
  type NewSessionResponse,
  type SessionConfigOption,
} from '@agentclientprotocol/sdk'
import { AgentFailure } from '../failure.ts'

/**
 * Puts the session into a mode: by the setting that newer agents have for it, otherwise as a mode.
 * If the agent lacks the mode, the failure lists those that it has.
 */
export async function setMode(
  agent: ClientContext,
  { sessionId, newSessionResponse }: ActiveSession,
  mode: string,
): Promise<void> {
  const { setting, has } = modesOf(newSessionResponse)
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

/**
 * Puts the session into the mode in which the agent asks, if it has one and nobody chose another.
 */
export async function haveItAsk(
  agent: ClientContext,
  session: ActiveSession,
  mode: string | undefined,
): Promise<void> {
  if (mode === undefined || !modesOf(session.newSessionResponse).has.includes(mode)) return
  await setMode(agent, session, mode)
}

/** The modes of a session, and the setting for them. */
export function modesOf({ configOptions, modes }: NewSessionResponse) {
  const setting = configOptions?.find(({ category }) => category === 'mode')
  const has = setting ? choicesOf(setting) : (modes?.availableModes.map(({ id }) => id) ?? [])
  return { setting, has }
}

function choicesOf(setting: SessionConfigOption): string[] {
  if (setting.type !== 'select') return []
  return setting.options.flatMap((option) =>
    'options' in option ? option.options.map(({ value }) => value) : [option.value],
  )
}
