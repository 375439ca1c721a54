import {
  ACP_PRESET_NAMES,
  ACP_PRESETS,
  type AcpPreset,
  presetOf,
} from '@mission-control/protocol/agents'
import { presetsOnPath } from '@mission-control/runner/agent-presets'

/** What an agent can be, with the known programs that are on this PATH and those that aren't. */
export function choices(): string {
  const found = presetsOnPath(process.env.PATH)
  const presets = ACP_PRESET_NAMES.map((name): [string, string] => {
    const { title, install } = ACP_PRESETS[name]
    return [name, found.includes(name) ? `${title}: found` : `${title}: not found; ${install}`]
  })
  const kinds: [string, string][] = [
    ['builtin', 'the built-in agent: a model decides, tools do the work'],
    ['chat', "any endpoint for OpenAI's chat completions"],
    ['acp', 'any program that speaks the Agent Client Protocol, by --command'],
    ['off', 'nobody'],
  ]
  return [...kinds, ...presets].map(([name, what]) => `  ${name.padEnd(9)} ${what}`).join('\n')
}

/** The known program that the command names, where it isn't on this PATH. */
export function missingPreset(command: string | undefined): AcpPreset | undefined {
  const isThere = presetsOnPath(process.env.PATH).some((name) => name === command)
  return command === undefined || isThere ? undefined : presetOf(command)
}
