import type { Command } from '../command.ts'

const STATUSES = ['pending', 'running', 'review', 'done', 'failed', 'cancelled']

export const taskCommands: readonly Command[] = [
  {
    name: 'tasks list',
    about: 'List tasks, newest first',
    options: [
      { flags: '-d, --desktop <desktop>', about: 'those of a desktop', kind: 'desktop' },
      { flags: '-s, --status <status>', about: 'those of a status', choices: STATUSES },
      { flags: '-n, --limit <number>', about: 'how many (default: 50; 0: all)' },
    ],
    examples: [
      ['mission-control tasks list --status failed', 'What went wrong'],
      ["mission-control tasks list --template '{{id}} {{exitCode}}'", 'Fields of your choice'],
    ],
    shows: 'list',
    ask: async (session, call) => (await import('../tasks/list.ts')).listTasks(session, call),
  },
  {
    name: 'tasks show',
    about: 'Show a task',
    args: [{ name: 'task', about: 'which one', kind: 'task' }],
    shows: 'value',
    ask: async (session, call) => (await import('../tasks/show.ts')).showTask(session, call),
  },
  {
    name: 'tasks logs',
    about: 'Print what a task has printed',
    args: [{ name: 'task', about: 'which one', kind: 'task' }],
    options: [
      { flags: '-f, --follow', about: 'go on until the task ends' },
      {
        flags: '--since <time>',
        about: 'from then on: 10m, 2h, or a moment such as 2026-03-15T10:00Z',
      },
      { flags: '--raw', about: "an agent's transcript as it is" },
    ],
    examples: [['mission-control tasks logs -f @last', 'Follow the task that you ran last']],
    shows: 'stream',
    ask: async (session, call) => (await import('../tasks/logs.ts')).printLogs(session, call),
  },
]
