import type { Argument, Command, Option } from '../command.ts'

const APPROVAL: Argument = {
  name: 'approval',
  about: 'which one: its id, or the task that waits for it',
  kind: 'approval',
}
const FEEDBACK: Option = { flags: '-m, --feedback <text>', about: 'a word to whoever asked' }
const REMEMBER: Option = {
  flags: '--remember',
  about: 'of a permission: the same answer to the same question on this desktop from now on',
}

export const approvalCommands: readonly Command[] = [
  {
    name: 'approvals list',
    about: 'List what waits for you: results to review, and permissions that agents ask for',
    options: [
      {
        flags: '--kind <kind>',
        about: 'which kind (default: all)',
        choices: ['result', 'permission', 'all'],
      },
    ],
    shows: 'list',
    ask: async (kit, call) => (await import('../approvals/list.ts')).listApprovals(kit, call),
  },
  {
    name: 'approvals approve',
    about: 'Approve: a result counts as done, a permission lets its agent go on',
    args: [APPROVAL],
    options: [FEEDBACK, REMEMBER],
    examples: [['mission-control approvals approve @last', 'The result of the task you ran last']],
    shows: 'value',
    ask: async (kit, call) => (await import('../approvals/resolve.ts')).approve(kit, call),
  },
  {
    name: 'approvals reject',
    about: 'Reject: a result has failed, an agent is denied what it asks for',
    args: [APPROVAL],
    options: [FEEDBACK, REMEMBER],
    shows: 'value',
    ask: async (kit, call) => (await import('../approvals/resolve.ts')).reject(kit, call),
  },
]
