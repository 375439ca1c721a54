import type { Command } from '../command.ts'
import type { Groups } from '../parser.ts'
import { contextCommands } from './contexts.ts'
import { machineCommands } from './machine.ts'
import { runCommands } from './run.ts'
import { taskCommands } from './tasks.ts'

/** Every command, in the order in which the help and docs/cli.md tell of them. */
export const COMMANDS: readonly Command[] = [
  ...contextCommands,
  ...runCommands,
  ...taskCommands,
  ...machineCommands,
]

export const GROUPS: Groups = {
  contexts: 'The servers that you are signed in to',
  tasks: 'Create, run, watch and judge tasks',
  keys: 'API keys',
  'runner agent': "This desktop's AI agent (the folder: --dir, or by its credential)",
}
