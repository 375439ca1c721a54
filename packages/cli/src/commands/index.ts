import type { Command } from '../command.ts'
import type { Groups } from '../parser.ts'
import { approvalCommands } from './approvals.ts'
import { auditCommands } from './audit.ts'
import { contextCommands } from './contexts.ts'
import { desktopCommands } from './desktops.ts'
import { joiningCommands } from './joining.ts'
import { machineCommands } from './machine.ts'
import { peopleCommands } from './people.ts'
import { runCommands } from './run.ts'
import { runtimeCommands } from './runtimes.ts'
import { ssoCommands } from './sso.ts'
import { taskCommands } from './tasks.ts'
import { workspaceCommands } from './workspace.ts'

/** Every command, in the order in which the help and docs/cli.md tell of them. */
export const COMMANDS: readonly Command[] = [
  ...contextCommands,
  ...runCommands,
  ...taskCommands,
  ...approvalCommands,
  ...desktopCommands,
  ...workspaceCommands,
  ...auditCommands,
  ...peopleCommands,
  ...ssoCommands,
  ...machineCommands,
  ...joiningCommands,
  ...runtimeCommands,
]

export const GROUPS: Groups = {
  contexts: 'The servers that you are signed in to',
  approvals: 'What waits for you',
  desktops: 'The machines that run tasks',
  agents: 'How the agents of desktops are set up',
  tasks: 'Create, run, watch and review tasks',
  keys: 'API keys',
  people: 'Who is in the workspace',
  sso: 'Single sign-on of the whole server, for its owner',
  workspaces: 'What desktops, tasks and keys belong to',
  'service-accounts': 'Owners of keys that are no people',
  audit: 'Who did what',
  runtimes: 'What machines without Node get when they join',
  'runner agent': "This desktop's AI agent (the folder: --dir, or by its credential)",
}
