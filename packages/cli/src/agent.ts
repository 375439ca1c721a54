import { readFileSync } from 'node:fs'
import {
  type AgentConfiguration,
  AgentSetupError,
  agentFromEnvironment,
  agentOfFolder,
  forgetAgent,
  keepAgent,
  probeAgent,
  verdictOf,
} from '@mission-control/runner'
import { StartError } from '@mission-control/server/start-error'
import { prepareFolder } from './prepare-folder.ts'
import { type FolderOptions, folderOf } from './runner-folder.ts'

export interface AgentOptions extends FolderOptions {
  baseUrl?: string
  apiKey?: string
  model?: string
  provider?: string
  command?: string
  agentEnv?: string
  mode?: string
  mcp?: string
}

/** The variable that each option stands for. */
const VARIABLES = {
  baseUrl: 'MISSION_CONTROL_AGENT_BASE_URL',
  apiKey: 'MISSION_CONTROL_AGENT_API_KEY',
  model: 'MISSION_CONTROL_AGENT_MODEL',
  provider: 'MISSION_CONTROL_AGENT_PROVIDER',
  command: 'MISSION_CONTROL_AGENT_COMMAND',
  agentEnv: 'MISSION_CONTROL_AGENT_PASS_ENV',
  mode: 'MISSION_CONTROL_AGENT_MODE',
} as const satisfies Partial<Record<keyof AgentOptions, string>>

/** What is wrong with an agent's set-up is for its owner to mend. */
export function checked<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof AgentSetupError) throw new StartError(error.message)
    throw error
  }
}

/** Keeps the agent in the runner's folder; limits are taken from the environment. */
export function setAgent(kind: string, options: AgentOptions): void {
  const dir = prepareFolder(folderOf(options), "runner's folder", 'Name one that can with --dir.')
  const given = Object.entries(process.env).filter(([name]) => /^MISSION_CONTROL_AGENT_/.test(name))
  const named = Object.entries(VARIABLES).map(([option, name]) => [
    name,
    options[option as keyof typeof VARIABLES],
  ])
  const mcp = options.mcp && readMcp(options.mcp)
  const own = [
    ['MISSION_CONTROL_AGENT', kind],
    ['MISSION_CONTROL_AGENT_MCP', mcp],
  ]
  const all = [...given, ...named, ...own]
  const variables = Object.fromEntries(all.filter(([, value]) => value !== undefined))
  checked(() => agentFromEnvironment({ ...process.env, ...variables }))
  keepAgent(dir, variables)
  print(`Kept in ${dir}. A runner that runs there takes it with its next start.`)
}

function readMcp(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new StartError(`The MCP servers can't be read: ${(error as Error).message}`)
  }
}

export function removeAgent(options: FolderOptions): void {
  forgetAgent(folderOf(options))
  print('Removed. A runner that runs there goes on with it until it stops.')
}

/** Asks the agent as a runner would; the exit code is 0 if it is ready. */
export async function testAgent(options: FolderOptions): Promise<void> {
  const dir = folderOf(options)
  const agent = checked(() => agentOfFolder(dir, process.env))
  if (agent === null) throw new StartError(`No agent is set up in ${dir}.`)
  print(descriptionOf(agent))
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' }
  const result = await probeAgent(agent, { cwd: dir, env }, AbortSignal.timeout(75_000))
  const { ready, message } = verdictOf(agent, result)
  if (!ready) throw new StartError(message)
  print(message)
}

function descriptionOf(agent: AgentConfiguration): string {
  if (agent.kind === 'acp') return `acp: ${agent.command}`
  const { baseUrl, apiKey } = agent.endpoint
  const key = apiKey === null ? 'without a key' : `with a key that ends in ${apiKey.slice(-4)}`
  return `${agent.kind}: ${baseUrl}, ${key}`
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
