/** The agent can't be set up as it is asked for; the message says what to change. */
export class AgentSetupError extends Error {
  override readonly name = 'AgentSetupError'
}
