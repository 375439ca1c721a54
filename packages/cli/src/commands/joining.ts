import type { Command } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { joinedFolder } from '../runner-folder.ts'

/** What the script of a server's /join calls, and what a machine that has joined can do. */
export const joiningCommands: readonly Command[] = [
  {
    name: 'runner join',
    about: 'Become a desktop of the server, by the token in MISSION_CONTROL_JOIN_TOKEN, and start',
    options: [
      { flags: '--service', about: 'run as a service of systemd' },
      { flags: '--new', about: 'forget what the folder has joined before' },
    ],
    act: async ({ options }) => {
      if (!options.server || !options.dir) {
        throw new CommandError('usage', 'expected --server and --dir')
      }
      await (await import('../join/join.ts')).joinServer(options)
    },
  },
  {
    name: 'runner install',
    about: "Make the folder's runner a service of systemd, which starts with the machine",
    options: [{ flags: '--print', about: 'only print the unit' }],
    act: async ({ options }) =>
      (await import('../service/service.ts')).install(withFolder(options)),
  },
  {
    name: 'runner uninstall',
    about: 'Stop the service and remove its unit; commands go on',
    act: async () => (await import('../service/service.ts')).uninstall(),
  },
  {
    name: 'runner status',
    about: 'What the runner and its service say of themselves',
    act: async ({ options }) => (await import('../service/service.ts')).status(withFolder(options)),
  },
  {
    name: 'runner logs',
    about: 'What the service, or a runner in the background, has written',
    act: async ({ options }) => (await import('../service/service.ts')).logs(withFolder(options)),
  },
  {
    name: 'runner leave',
    about: 'Remove the desktop from its server and the credential from here; the work folder stays',
    act: async ({ options }) => (await import('../join/leave.ts')).leave(withFolder(options).dir),
  },
  {
    name: 'archive',
    about: 'Write this package, as it is installed, to a file',
    args: [{ name: 'file', about: 'the file' }],
    hidden: true,
    act: async ({ args: [file = ''] }) => (await import('../archive.ts')).writeArchive(file),
  },
]

function withFolder<T extends { dir?: string }>(options: T): T & { dir: string } {
  return { ...options, dir: joinedFolder(options.dir) }
}
