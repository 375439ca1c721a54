import { AgentSetupError } from '@mission-control/runner/agent-setup-error'
import { StartError } from '@mission-control/server/start-error'

/** Turns a mistake in an agent's set-up into a message for its owner. */
export function checked<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof AgentSetupError) throw new StartError(error.message)
    throw error
  }
}
