import { readFileSync } from 'node:fs'
import { AGENT_VARIABLES, presetOf } from '@mission-control/protocol/agents'
import {
  type AgentConfiguration,
  agentOfFolder,
  forgetAgent,
  keepAgent,
  probeAgent,
  verdictOf,
} from '@mission-control/runner'
import { agentFromEnvironment } from '@mission-control/runner/agent-from-environment'
import { StartError } from '@mission-control/server/start-error'
import { missingPreset } from './agent-presets.ts'
import { checked } from './checked.ts'
import { prepareFolder } from './prepare-folder.ts'
import { print } from './print.ts'
import { type FolderOptions, folderOf } from './runner-folder.ts'

export interface AgentOptions extends FolderOptions {
  baseUrl?: string
  apiKey?: string
  model?: string
  provider?: string
  command?: string
  agentEnv?: string
  mode?: string
  header?: string[]
  mcp?: string
}

/** Keeps the agent in the runner's folder; limits are taken from the environment. */
export function setAgent(kind: string, options: AgentOptions): void {
  const dir = prepareFolder(folderOf(options), "runner's folder", 'Name one that can with --dir.')
  const names = Object.keys(process.env).filter((name) => /^MISSION_CONTROL_AGENT_/.test(name))
  const inherited = names.map((name) => [name, process.env[name]] as const)
  const variables = given([...inherited, ...optionsOf(kind, options)])
  checked(() => agentFromEnvironment({ ...process.env, ...variables }))
  keepAgent(dir, variables)
  print(`Saved in ${dir}. A runner that runs there uses it from its next start on.`)
  const missing = missingPreset(variables[AGENT_VARIABLES.command])
  if (missing) print(`${missing.title} is not on this PATH yet. To install it: ${missing.install}`)
}

/** `kind` may be a known program's name as well. */
function optionsOf(kind: string, options: AgentOptions) {
  const preset = presetOf(kind)
  const values = {
    kind: preset ? 'acp' : kind,
    baseUrl: options.baseUrl,
    apiKey: options.apiKey,
    model: options.model,
    provider: options.provider,
    headers: options.header?.join('\n'),
    command: preset ? kind : options.command,
    passEnv: options.agentEnv,
    mode: options.mode,
    mcp: options.mcp && readMcp(options.mcp),
  }
  return Object.entries(values).map(
    ([name, value]) => [AGENT_VARIABLES[name as keyof typeof values], value] as const,
  )
}

function given(all: (readonly [string, string | undefined])[]): Record<string, string> {
  const values = all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return Object.fromEntries(values)
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
  print('Removed. A runner that runs there uses it until it stops.')
}

/** Asks the agent as a runner would; the exit code is 0 if it is ready. */
export async function testAgent(options: FolderOptions): Promise<void> {
  const dir = folderOf(options)
  const agent = checked(() => agentOfFolder(dir, process.env))
  if (agent === null) throw new StartError(`No agent is set up in ${dir}.`)
  print(descriptionOf(agent))
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' }
  const result = await probeAgent(agent, { dir, cwd: dir, env }, AbortSignal.timeout(75_000))
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
