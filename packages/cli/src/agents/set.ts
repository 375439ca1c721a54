import { readFileSync } from 'node:fs'
import type { NewAgentSetup } from '@mission-control/protocol'
import { presetOf } from '@mission-control/protocol/agents'
import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { desktopNamed } from '../kit/desktop-named.ts'
import type { Kit } from '../kit/kit.ts'
import { readAll } from '../screen/ask.ts'
import { visible } from '../screen/visible.ts'

/** Sets the desktop's agent up from the server, in place of what the machine itself says. */
export async function setAgentUp(kit: Kit, { args, options }: Call): Promise<void> {
  const [text, kind] = args as [string, string | undefined]
  const setup = options.file ? read(options.file) : await setupOf(kind, options)
  const { id, name } = await desktopNamed(kit, text)
  const answer = await kit.client.agents.setUp(id, setup)
  kit.screen.done(
    answer,
    `The agent of ${visible(name)} is set up. \`mission-control agents test ${id}\` asks whether it is ready.`,
  )
}

/** The server checks it: it knows what may be there. */
function read(file: string): NewAgentSetup {
  try {
    return JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'))
  } catch (error) {
    throw new CommandError('usage', `The set-up can't be read: ${(error as Error).message}`)
  }
}

async function setupOf(
  kind: string | undefined,
  { provider, baseUrl, apiKey, model, command, mode }: Call['options'],
): Promise<NewAgentSetup> {
  const key = apiKey === '-' ? (await readAll(process.stdin)).trim() : apiKey
  const endpoint = { ...(key && { apiKey: key }), ...(model && { model }) }
  const withMode = mode ? { mode } : {}
  if (kind === 'builtin') {
    return { kind, provider: provider ?? 'anthropic', ...(baseUrl && { baseUrl }), ...endpoint }
  }
  if (kind === 'chat') return { kind, baseUrl: baseUrl ?? '', ...endpoint }
  if (kind === 'acp') return { kind, command: command ?? '', ...withMode }
  if (kind !== undefined && presetOf(kind)) {
    return { kind: 'acp', preset: kind, ...withMode } as NewAgentSetup
  }
  throw new CommandError(
    'usage',
    `Expected builtin, chat, acp, a known program such as opencode, or --file, got ${kind === undefined ? 'nothing' : JSON.stringify(kind)}.`,
  )
}
