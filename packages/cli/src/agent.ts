import { AgentSetupError, agentFromEnvironment } from '@mission-control/runner'
import { StartError } from '@mission-control/server/start-error'

/** The agent that this machine is set up with, or null. Throws {@link StartError} if it can't be. */
export function agentOf(env: NodeJS.ProcessEnv) {
  try {
    return agentFromEnvironment(env)
  } catch (error) {
    if (error instanceof AgentSetupError) throw new StartError(error.message)
    throw error
  }
}
