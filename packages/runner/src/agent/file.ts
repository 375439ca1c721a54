import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '@mission-control/durable'
import { hasCode } from '../error-code.ts'
import type { AgentConfiguration } from './configuration.ts'
import { agentFromEnvironment } from './from-environment.ts'
import { AgentSetupError } from './setup-error.ts'

/** The variables by which an agent is described; their names begin so. */
const AGENT_VARIABLES = 'MISSION_CONTROL_AGENT'

type Variables = Record<string, string>

/**
 * The agent of a runner folder: from the environment's description, else the folder's file, else a provider's
 * key in the environment. Throws {@link AgentSetupError}.
 */
export function agentOfFolder(dir: string, env: NodeJS.ProcessEnv): AgentConfiguration | null {
  const kept = env[AGENT_VARIABLES] === undefined ? read(dir) : null
  return agentFromEnvironment(kept === null ? env : { ...withoutAgent(env), ...kept })
}

/** Keeps the set-up for the next start, for this user alone. */
export function keepAgent(dir: string, variables: Variables): void {
  writeDurably(pathIn(dir), `${JSON.stringify(variables, null, 2)}\n`)
}

export function forgetAgent(dir: string): void {
  rmSync(pathIn(dir), { force: true })
}

const pathIn = (dir: string) => join(dir, 'agent.json')

function read(dir: string): Variables | null {
  try {
    return JSON.parse(readFileSync(pathIn(dir), 'utf8')) as Variables
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    if (!(error instanceof SyntaxError)) throw error
    throw new AgentSetupError(`${pathIn(dir)} can't be read. Set up the agent again.`)
  }
}

function withoutAgent(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const others = Object.entries(env).filter(([name]) => !name.startsWith(AGENT_VARIABLES))
  return Object.fromEntries(others)
}
