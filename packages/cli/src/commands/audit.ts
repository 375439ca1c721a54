import type { Command, Option } from '../command.ts'

const FILTERS: readonly Option[] = [
  { flags: '--actor <id>', about: 'what this user, key, service account or task did' },
  { flags: '--action <name>', about: 'only this operation, such as runTask' },
  { flags: '--target <id>', about: 'what was done to this' },
  { flags: '--outcome <outcome>', about: 'ok, refused, or the code of an error' },
  { flags: '--after <time>', about: 'from then on, as in 2026-03-15T10:00:00.000Z' },
  { flags: '--before <time>', about: 'up to then' },
]

export const auditCommands: readonly Command[] = [
  {
    name: 'audit list',
    about: 'Show who did what, newest first',
    options: [
      ...FILTERS,
      { flags: '-n, --limit <number>', about: 'how many (default: 20; at most 500)' },
    ],
    examples: [['mission-control audit list --outcome refused', 'What was refused']],
    shows: 'list',
    ask: async (kit, call) => (await import('../audit/list.ts')).listAudit(kit, call),
  },
  {
    name: 'audit export',
    about: 'Print the audit log as lines of JSON, oldest first',
    more: ['Without a filter it can be verified: see `audit verify`.'],
    options: FILTERS,
    examples: [['mission-control audit export > audit.jsonl', 'All of it, into a file']],
    shows: 'stream',
    ask: async (kit, call) => (await import('../audit/export.ts')).exportAudit(kit, call),
  },
  {
    name: 'audit verify',
    about: 'Look for changed, missing and re-ordered entries in an export; asks no server',
    args: [{ name: 'file', about: 'what audit export has printed', kind: 'file' }],
    options: [{ flags: '--json', about: 'as JSON, for programs' }],
    act: async (call) => (await import('../audit/verify.ts')).verifyAudit(call),
  },
]
