import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Scope } from './cleanup.ts'
import { temporaryFolder } from './folder.ts'
import { MODEL_KEY, type ModelServer } from './model/model-server.ts'
import { published } from './published.ts'

const BUILD = { x64: 'opencode-linux-x64-baseline', arm64: 'opencode-linux-arm64' }

/** The environment of a desktop whose agent is OpenCode, a published one, with this model. */
export async function opencode(t: Scope, model: ModelServer): Promise<NodeJS.ProcessEnv> {
  const build = BUILD[process.arch as keyof typeof BUILD]
  const home = join(temporaryFolder(t), 'home')
  mkdirSync(home)
  const own = {
    HOME: home,
    OPENCODE_CONFIG_CONTENT: JSON.stringify(configuration(model)),
    SCRIPTED_KEY: MODEL_KEY,
    // It is to ask nobody but the model.
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    HTTPS_PROXY: 'http://127.0.0.1:9',
  }
  return {
    ...own,
    MISSION_CONTROL_AGENT: 'acp',
    MISSION_CONTROL_AGENT_COMMAND: `'${await published('opencode')}/${build}/bin/opencode' acp`,
    MISSION_CONTROL_AGENT_PASS_ENV: Object.keys(own).join(','),
  }
}

function configuration({ port }: ModelServer): object {
  const limit = { context: 100_000, output: 10_000 }
  const scripted = {
    npm: '@ai-sdk/openai-compatible',
    name: 'Scripted',
    options: { baseURL: `http://127.0.0.1:${port}/v1`, apiKey: '{env:SCRIPTED_KEY}' },
    models: { 'scripted-1': { name: 'Scripted', tool_call: true, limit } },
  }
  return {
    model: 'scripted/scripted-1',
    small_model: 'scripted/scripted-1',
    provider: { scripted },
    enabled_providers: ['scripted'],
    permission: { bash: 'ask' },
    autoupdate: false,
    share: 'disabled',
  }
}
