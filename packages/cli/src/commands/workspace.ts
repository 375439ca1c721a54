import type { Command } from '../command.ts'
import { keyCommands } from './keys.ts'

export const workspaceCommands: readonly Command[] = [
  {
    name: 'overview',
    about: 'Show the counts and loads of the fleet',
    shows: 'value',
    ask: async (kit, call) => (await import('../workspace/overview.ts')).showOverview(kit, call),
  },
  {
    name: 'top',
    about: 'Watch the fleet and its runs on the whole screen; q ends it',
    options: [{ flags: '--once', about: 'one look, and no more' }],
    shows: 'value',
    ask: async (kit, call) => (await import('../top/top.ts')).top(kit, call),
  },
  {
    name: 'activity',
    about: 'Show what has happened, oldest first',
    options: [
      { flags: '-f, --follow', about: 'go on with what happens' },
      { flags: '-n, --limit <number>', about: 'how many past events (default: 20; at most 1000)' },
    ],
    examples: [['mission-control activity -f --json', 'Every event, a line of JSON each']],
    shows: 'stream',
    ask: async (kit, call) => (await import('../workspace/activity.ts')).showActivity(kit, call),
  },
  {
    name: 'search',
    about: 'Find tasks by what they were asked, printed and came to',
    args: [{ name: 'query', about: 'words, and filters such as status:failed', many: true }],
    options: [{ flags: '-n, --limit <number>', about: 'how many (default: 20; at most 100)' }],
    examples: [["mission-control search 'npm test' status:failed", 'Where the tests failed']],
    shows: 'list',
    ask: async (kit, call) => (await import('../workspace/search.ts')).searchTasks(kit, call),
  },
  ...keyCommands,
  {
    name: 'doctor',
    about:
      'Look at the server on the way that clients take, and say what to do about what is wrong',
    more: [
      'Database, schema and bus, clock, disk, event streams and WebSockets through every proxy on the way, and the versions of server and runners. It changes nothing. The exit code is 1 where something is a problem; a warning is none.',
    ],
    options: [
      {
        flags: '--quick',
        about:
          'without listening to a stream for 15 s: proxies that hold later events back are not found',
      },
    ],
    examples: [['mission-control doctor --json', 'For a script']],
    shows: 'list',
    ask: async (kit, call) => (await import('../doctor/doctor.ts')).doctor(kit, call),
  },
  {
    name: 'completion',
    about: 'Print what completes command lines in a shell',
    more: [
      'bash: `source <(mission-control completion bash)` in ~/.bashrc. zsh: the same in ~/.zshrc, behind compinit. fish: `mission-control completion fish > ~/.config/fish/completions/mission-control.fish`.',
    ],
    args: [{ name: 'shell', about: 'which one', choices: ['bash', 'zsh', 'fish'] }],
    act: async (call) => (await import('../completion/script.ts')).printCompletion(call),
  },
  {
    name: 'manual',
    about: 'Print all of this as one page of Markdown',
    act: async (_, all) => process.stdout.write((await import('../manual.ts')).manual(all)),
  },
  {
    name: '__complete',
    about: 'Print what can complete the last word',
    args: [{ name: 'word', about: 'the words up to the cursor', optional: true, many: true }],
    hidden: true,
    act: async (call, all) => (await import('../completion/complete.ts')).complete(call, all),
  },
]
