import { type ActiveSession, type ClientContext, methods } from '@agentclientprotocol/sdk'

/** Puts the session into a mode: by the setting for it that newer agents have, else as a mode. */
export async function setMode(
  agent: ClientContext,
  { sessionId, newSessionResponse }: ActiveSession,
  mode: string,
): Promise<void> {
  const setting = newSessionResponse.configOptions?.find(({ category }) => category === 'mode')
  if (setting) {
    const choice = { sessionId, configId: setting.id, value: mode }
    await agent.request(methods.agent.session.setConfigOption, choice)
  } else {
    await agent.request(methods.agent.session.setMode, { sessionId, modeId: mode })
  }
}
