import type { Argument, Command, Option } from '../command.ts'
import { PLACE_OPTIONS, TASK_OPTIONS } from './run.ts'

const STATUSES = ['pending', 'running', 'review', 'done', 'failed', 'cancelled']
const TASK: Argument = { name: 'task', about: 'which one', kind: 'task' }
const FEEDBACK: Option = { flags: '-m, --feedback <text>', about: 'a word to whoever asked' }

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
    ask: async (kit, call) => (await import('../tasks/list.ts')).listTasks(kit, call),
  },
  {
    name: 'tasks show',
    about: 'Show a task',
    args: [TASK],
    shows: 'value',
    ask: async (kit, call) => (await import('../tasks/show.ts')).showTask(kit, call),
  },
  {
    name: 'tasks create',
    about: 'Create a task for each of the desktops; it stays pending until it is run',
    args: [{ name: 'content', about: 'what to run; `-`: standard input', many: true }],
    options: [
      ...PLACE_OPTIONS,
      ...TASK_OPTIONS,
      { flags: '--run', about: 'start it at once, without staying with it' },
    ],
    examples: [['mission-control tasks create -d atelier --approve -- make deploy', 'For later']],
    shows: 'value',
    passesOn: true,
    ask: async (kit, call) => (await import('../tasks/create.ts')).createTasks(kit, call),
  },
  {
    name: 'tasks run',
    about: 'Start a pending task',
    args: [TASK],
    shows: 'value',
    ask: async (kit, call) => (await import('../tasks/act.ts')).runTask(kit, call),
  },
  {
    name: 'tasks logs',
    about: 'Print what a task has printed',
    args: [TASK],
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
    ask: async (kit, call) => (await import('../tasks/logs.ts')).printLogs(kit, call),
  },
  {
    name: 'tasks wait',
    about: 'Wait until tasks have ended',
    more: ['Ends as `run` does, with the highest exit code of them.'],
    args: [{ ...TASK, about: 'which ones', many: true }],
    options: [{ flags: '--timeout <time>', about: 'wait no longer than that: 90s, 5m, 2h' }],
    shows: 'value',
    ask: async (kit, call) => (await import('../tasks/wait.ts')).waitForTasks(kit, call),
  },
  {
    name: 'tasks cancel',
    about: 'Cancel a task; a running one is stopped with everything it started',
    args: [TASK],
    shows: 'value',
    ask: async (kit, call) => (await import('../tasks/act.ts')).cancelTask(kit, call),
  },
  {
    name: 'tasks approve',
    about: 'Approve the result of a task',
    args: [TASK],
    options: [FEEDBACK],
    shows: 'value',
    ask: async (kit, call) => (await import('../tasks/act.ts')).approveTask(kit, call),
  },
  {
    name: 'tasks reject',
    about: 'Reject the result of a task: it has failed',
    args: [TASK],
    options: [FEEDBACK],
    shows: 'value',
    ask: async (kit, call) => (await import('../tasks/act.ts')).rejectTask(kit, call),
  },
  {
    name: 'tasks rerun',
    about: 'Create a task once more, linked to the earlier one',
    args: [TASK],
    options: [{ flags: '--run', about: 'start it at once' }],
    shows: 'value',
    ask: async (kit, call) => (await import('../tasks/act.ts')).rerunTask(kit, call),
  },
  {
    name: 'tasks delete',
    about: 'Delete tasks that have ended, with their output',
    args: [{ ...TASK, about: 'which ones', many: true }],
    shows: 'value',
    ask: async (kit, call) => (await import('../tasks/act.ts')).deleteTasks(kit, call),
  },
  {
    name: 'open',
    about: "Print a task's address in the dashboard, and open it in the browser",
    args: [TASK],
    shows: 'value',
    ask: async (kit, call) => (await import('../workspace/open.ts')).openTask(kit, call),
  },
]
