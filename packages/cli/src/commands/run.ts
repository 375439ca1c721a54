import type { Command, Option } from '../command.ts'

/** Where a task is to run. */
export const PLACE_OPTIONS: readonly Option[] = [
  {
    flags: '-d, --desktop <desktop>',
    about: 'where; may be repeated (default: the only one there is)',
    kind: 'desktop',
    many: true,
  },
  {
    flags: '-l, --label <label>',
    about: 'where: on each desktop that has it, such as zone=b; repeated: that has them all',
    kind: 'label',
    many: true,
  },
  { flags: '--all', about: 'where: on every desktop that is online' },
]

export const TASK_OPTIONS: readonly Option[] = [
  { flags: '--prompt', about: "a prompt for the desktop's agent, not a command" },
  { flags: '--approve', about: 'a success waits for approval before it counts' },
  {
    flags: '--approvals <count>',
    about: 'so many people have to approve a success, if that is more than the workspace asks for',
  },
  { flags: '--timeout <time>', about: 'stop it after that long: 90, 90s, 5m, 2h' },
]

export const runCommands: readonly Command[] = [
  {
    name: 'run',
    about: 'Run a command on desktops, and see what it prints as it prints it',
    more: [
      "Creates a task and runs it. Its output goes to standard output and standard error as it is, and the exit code is the command's. The task goes on whatever happens to this program; `attach` comes back to it.",
      'One word is a command line, taken as it is. Several are the words of a command: each is quoted. `-` reads the content from standard input.',
      'Ctrl-C asks whether to cancel the task or to detach from it; a second one detaches.',
      'On several desktops each line begins with the name of its desktop, and a table tells how they ended; the exit code is then the highest.',
    ],
    args: [{ name: 'command', about: 'what to run; `-`: standard input', many: true }],
    options: [
      ...PLACE_OPTIONS,
      ...TASK_OPTIONS,
      { flags: '--detach', about: 'print the id and leave it running' },
    ],
    examples: [
      ["mission-control run 'df -h / | tail -1'", 'A command line'],
      ["mission-control run -d atelier -- sh -c 'echo $HOME'", 'Words, each of them quoted'],
      ['mission-control run -l zone=b -- uptime', 'On all desktops of zone b'],
      ['mission-control run --prompt "Find the slow tests."', 'A prompt'],
      ['mission-control run - < deploy.sh', 'A script'],
    ],
    shows: 'stream',
    passesOn: true,
    ask: async (kit, call) => (await import('../run/run.ts')).run(kit, call),
  },
  {
    name: 'attach',
    about: 'Come back to a task: its output goes on where you left it',
    more: ['What this machine has shown of it before is not shown again. Ends as `run` does.'],
    args: [{ name: 'task', about: 'which one', kind: 'task' }],
    options: [{ flags: '--from-start', about: 'all that it has printed' }],
    examples: [['mission-control attach @last', 'Come back to the task that you ran last']],
    shows: 'stream',
    ask: async (kit, call) => (await import('../run/attach.ts')).attach(kit, call),
  },
]
