import { PLATFORMS, type Platform } from '@mission-control/server/runtimes'
import type { Argument, Command } from '../command.ts'

const PLATFORM: Argument = { name: 'platform', about: 'the kind of machine', choices: PLATFORMS }

/** What an operator adds for machines that join, on the server's machine. */
export const runtimeCommands: readonly Command[] = [
  {
    name: 'runtimes add',
    about: "Add a Node for machines of another kind than the server's that join without one",
    more: [
      "Works in this machine's data directory, while the server runs. Without a file the release of this program's own version is fetched from nodejs.org (for musl: unofficial-builds.nodejs.org; `MISSION_CONTROL_NODE_MIRROR` names another place) and held against its checksum.",
    ],
    args: [
      PLATFORM,
      {
        name: 'file',
        about: 'Node for it, or an archive with bin/node in it',
        kind: 'file',
        optional: true,
      },
    ],
    examples: [
      ['mission-control runtimes add linux-arm64', 'Fetch it'],
      ['mission-control runtimes add linux-arm64 node-v24.9.0-linux-arm64.tar.gz', 'From a file'],
    ],
    act: async ({ args: [platform, file] }) =>
      (await import('../runtimes/add.ts')).addRuntime(platform as Platform, file),
  },
  {
    name: 'runtimes list',
    about: 'List the runtimes that were added',
    options: [{ flags: '--json', about: 'as JSON, for programs' }],
    act: async (call) => (await import('../runtimes/list.ts')).showRuntimes(call),
  },
  {
    name: 'runtimes remove',
    about: 'Remove a runtime that was added; machines that have fetched it keep theirs',
    args: [PLATFORM],
    act: async ({ args: [platform] }) =>
      (await import('../runtimes/list.ts')).dropRuntime(platform as Platform),
  },
]
