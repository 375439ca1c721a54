import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AcpPresetName, Asking } from '@mission-control/protocol/agents'
import type { Scope } from './cleanup.ts'
import { temporaryFolder } from './folder.ts'
import { MODEL_KEY, type ModelServer } from './model/model-server.ts'
import type { ToolCall } from './model/replies.ts'
import { opencode } from './opencode.ts'
import { published } from './published.ts'

/** A published agent, and where it differs from the others. */
export interface PublishedAgent {
  /** The environment of a desktop whose agent it is, with this model; without a key nobody has signed in. */
  environment(t: Scope, model: ModelServer, key?: string): Promise<NodeJS.ProcessEnv>
  /** What it calls the model. */
  model: string
  /** Whether it asks before it acts, as far as it can be known. */
  asks: Asking['asksPermission']
  /** Its model's way to run this command. */
  runs(command: string): ToolCall
  /** What it tells of how a command has ended. */
  tellsExit: boolean
  tellsOutput: boolean
  /** Its tokens after two answers of the model: of both, or unknown. */
  tokens: { inputTokens: number | null; outputTokens: number | null }
  /** The next message of a chat finds its session; else it is told what was said. */
  keepsSession: boolean
  /** What it fails with where nobody has signed in. */
  signedOut: 'agent_refused' | 'agent_error'
}

const BOTH = { inputTokens: 200, outputTokens: 40 }
const USUAL = { model: 'scripted-1', asks: 'yes', keepsSession: true } as const

export const PUBLISHED_AGENTS = {
  codex: {
    async environment(t, model, key = MODEL_KEY) {
      // Without a provider of its own it wants a sign-in.
      const provider = `model = "scripted-1"
model_provider = "scripted"
[model_providers.scripted]
name = "Scripted"
base_url = "http://127.0.0.1:${model.port}/v1"
env_key = "SCRIPTED_KEY"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0
`
      const home = homeWith(t, '.codex/config.toml', key === '' ? '' : provider)
      const program = 'codex-acp/@agentclientprotocol/codex-acp/dist/index.js'
      return await nodeAgent(program, '', { HOME: home, SCRIPTED_KEY: key })
    },
    runs: (cmd) => ({
      name: 'exec_command',
      input: { cmd, sandbox_permissions: 'require_escalated', justification: 'Count' },
    }),
    ...USUAL,
    tellsExit: true,
    tellsOutput: true,
    tokens: BOTH,
    signedOut: 'agent_refused',
  },
  claude: {
    async environment(t, model, key = MODEL_KEY) {
      const program = 'claude-agent-acp/@agentclientprotocol/claude-agent-acp/dist/index.js'
      return await nodeAgent(program, '', {
        HOME: homeWith(t, '.claude/settings.json', '{}'),
        ...(key !== '' && { ANTHROPIC_API_KEY: key }),
        ANTHROPIC_BASE_URL: `http://127.0.0.1:${model.port}`,
        ANTHROPIC_MODEL: 'scripted-1',
        ANTHROPIC_SMALL_FAST_MODEL: 'scripted-1',
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        CLAUDE_CODE_MAX_RETRIES: '0',
      })
    },
    runs: (command) => ({ name: 'Bash', input: { command, description: 'Count' } }),
    ...USUAL,
    tellsExit: true,
    tellsOutput: true,
    tokens: BOTH,
    signedOut: 'agent_refused',
  },
  gemini: {
    async environment(t, model, key = MODEL_KEY) {
      const settings = {
        security: { auth: { selectedType: 'gemini-api-key' } },
        privacy: { usageStatisticsEnabled: false },
        general: { enableAutoUpdate: false },
      }
      const home = homeWith(t, '.gemini/settings.json', JSON.stringify(settings))
      return await nodeAgent('gemini-cli/@google/gemini-cli/bundle/gemini.js', '--acp', {
        HOME: home,
        ...(key !== '' && { GEMINI_API_KEY: key }),
        GOOGLE_GEMINI_BASE_URL: `http://127.0.0.1:${model.port}`,
        GEMINI_MODEL: 'scripted-1',
      })
    },
    runs: (command) => ({ name: 'run_shell_command', input: { command, description: 'Count' } }),
    ...USUAL,
    keepsSession: false,
    tellsExit: false,
    tellsOutput: false,
    tokens: BOTH,
    signedOut: 'agent_refused',
  },
  qwen: {
    async environment(t, model, key = MODEL_KEY) {
      const settings = {
        security: { auth: { selectedType: 'openai' } },
        privacy: { usageStatisticsEnabled: false },
        general: { enableAutoUpdate: false },
      }
      const home = homeWith(t, '.qwen/settings.json', JSON.stringify(settings))
      return await nodeAgent('qwen-code/@qwen-code/qwen-code/cli-entry.js', '--acp', {
        HOME: home,
        ...(key !== '' && { OPENAI_API_KEY: key }),
        OPENAI_BASE_URL: `http://127.0.0.1:${model.port}/v1`,
        OPENAI_MODEL: 'scripted-1',
      })
    },
    runs: (command) => ({
      name: 'run_shell_command',
      input: { command, description: 'Count', is_background: false },
    }),
    ...USUAL,
    tellsExit: true,
    tellsOutput: true,
    tokens: BOTH,
    signedOut: 'agent_refused',
  },
  opencode: {
    environment: async (t, model, key = MODEL_KEY) => ({
      ...(await opencode(t, model)),
      SCRIPTED_KEY: key,
    }),
    runs: (command) => ({ name: 'bash', input: { command, description: 'Count' } }),
    model: 'scripted/scripted-1',
    asks: 'unknown',
    keepsSession: true,
    tellsExit: true,
    tellsOutput: true,
    // It tells those of its last call.
    tokens: { inputTokens: null, outputTokens: null },
    signedOut: 'agent_error',
  },
} satisfies Partial<Record<AcpPresetName, PublishedAgent>>

export type PublishedName = keyof typeof PUBLISHED_AGENTS

function homeWith(t: Scope, file: string, content: string): string {
  const home = join(temporaryFolder(t), 'home')
  mkdirSync(dirname(join(home, file)), { recursive: true })
  writeFileSync(join(home, file), content)
  return home
}

/** The variable before the program is the docs' way to say which Node it runs with. */
async function nodeAgent(path: string, options: string, own: NodeJS.ProcessEnv) {
  const [folder = '', ...rest] = path.split('/')
  const program = join(await published(folder), ...rest)
  // It is to ask nobody but the model.
  const env = { ...own, HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' }
  const node = dirname(process.execPath)
  return {
    ...env,
    MISSION_CONTROL_AGENT: 'acp',
    MISSION_CONTROL_AGENT_COMMAND: `PATH='${node}':"$PATH" node '${program}' ${options}`,
    MISSION_CONTROL_AGENT_PASS_ENV: Object.keys(env).join(','),
  }
}
