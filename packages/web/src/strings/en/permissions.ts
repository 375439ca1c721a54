import { spoken } from '../spoken.ts'

/** What agents may do, and what they ask for. */
export const permissions = spoken({
  title: 'The agent asks you',
  more: (count: number) => `and ${count} more`,
  tool: 'Tool',
  expires: (left: string) => `Denied automatically in ${left}.`,
  note: 'Note (optional)',
  once: 'Allow once',
  always: 'Always allow on this desktop',
  no: 'Deny',
  allow: 'Allow',
  readFirst: 'Read it first',
  wants: (title: string) => `asks: ${title}`,
  rules: 'Permissions',
  rulesAbout:
    'What the agent may do without asking, must ask for, and may never do. The first matching rule decides. If no rule matches, the built-in agent may use its tools, and a program’s requests come to you.',
  decision: { allow: 'Allow', ask: 'Ask', never: 'Never' },
  decisionLabel: 'Decision',
  toolLabel: 'Tool',
  patternLabel: 'What it does (optional)',
  patternHint:
    'A command, path or address. In an Allow rule, * stays within one command or folder.',
  add: 'Add',
  moveUp: (tool: string) => `Move ${tool} up`,
  removeRule: (tool: string) => `Remove ${tool}`,
})
