import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import {
  ACP_PRESET_NAMES,
  ACP_PRESETS,
  type AcpPresetName,
  presetOf,
} from '@mission-control/protocol/agents'
import { AgentFailure } from './failure.ts'

/** The known programs that are there, by name. */
export function presetsOnPath(path = ''): AcpPresetName[] {
  return ACP_PRESET_NAMES.filter((name) => commandOnPath(ACP_PRESETS[name].commands, path) !== null)
}

/**
 * The line for the shell that a command stands for: its own, or that of the program that is known by
 * this name. Throws {@link AgentFailure} where that isn't there.
 */
export function commandLine(command: string, path = ''): string {
  const preset = presetOf(command)
  if (preset === undefined) return command
  const found = commandOnPath(preset.commands, path)
  if (found !== null) return found
  const programs = preset.commands.map(programOf).join(' or ')
  throw new AgentFailure(
    'agent_unreachable',
    `${preset.title} is not on the PATH of the desktop's runner (${programs}). To install it: ${preset.install}`,
  )
}

function commandOnPath(commands: readonly string[], path: string): string | null {
  return commands.find((command) => isOnPath(programOf(command), path)) ?? null
}

const programOf = (command: string) => command.split(' ', 1)[0] as string

function isOnPath(program: string, path: string): boolean {
  return path
    .split(delimiter)
    .filter((dir) => dir !== '')
    .some((dir) => isProgram(join(dir, program)))
}

function isProgram(file: string): boolean {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    // It exists, but this user may not execute it.
    return false
  }
}
