import { ROLES, SCOPES } from '@mission-control/protocol/client'
import type { Argument, Command } from '../command.ts'

const KEY: Argument = { name: 'key', about: 'which one', kind: 'key' }

export const keyCommands: readonly Command[] = [
  {
    name: 'keys list',
    about: 'List the API keys, newest first',
    shows: 'list',
    ask: async (kit, call) => (await import('../keys/list.ts')).listKeys(kit, call),
  },
  {
    name: 'keys create',
    about: 'Create an API key, and print it: it is shown only now',
    more: ['Without options it may do all that you may, on all desktops, without an end.'],
    args: [{ name: 'name', about: 'what the key is for' }],
    options: [
      { flags: '--scope <scope>', about: 'what it may do', choices: SCOPES, many: true },
      { flags: '--expires <time>', about: 'such as 30m, 2h or 90d; at most 3650d' },
      {
        flags: '-d, --desktop <desktop>',
        about: 'the only desktops that it reaches',
        kind: 'desktop',
        many: true,
      },
      {
        flags: '-l, --label <label>',
        about: 'also those with this label, at each request',
        kind: 'label',
        many: true,
      },
      { flags: '--service-account <account>', about: 'whose key it is, by name or id: not yours' },
      {
        flags: '--offline',
        about: "for the owner, straight in this machine's data directory: no key is needed",
      },
    ],
    examples: [
      [
        'mission-control keys create ci --scope read --scope tasks --expires 90d --label ci',
        'For a pipeline',
      ],
    ],
    shows: 'value',
    ask: async (kit, call) => (await import('../keys/change.ts')).createKey(kit, call),
    offline: async ({ args: [name = ''] }) => (await import('../keys/offline.ts')).createKey(name),
  },
  {
    name: 'keys rotate',
    about: 'Give an API key a new value, and print it: it is shown only now',
    args: [KEY],
    options: [
      {
        flags: '--old-valid-for <time>',
        about: 'how long the old value stays good beside it, such as 1d (default: 0; at most 30d)',
      },
    ],
    shows: 'value',
    ask: async (kit, call) => (await import('../keys/change.ts')).rotateKey(kit, call),
  },
  {
    name: 'keys revoke',
    about: 'Revoke an API key at once',
    args: [KEY],
    shows: 'value',
    ask: async (kit, call) => (await import('../keys/change.ts')).revokeKey(kit, call),
  },
  {
    name: 'service-accounts list',
    about: 'List the service accounts, newest first',
    shows: 'list',
    ask: async (kit, call) => (await import('../keys/accounts.ts')).listAccounts(kit, call),
  },
  {
    name: 'service-accounts create',
    about: 'Create a service account: an owner of keys that is no person',
    args: [
      { name: 'name', about: 'what people call it' },
      { name: 'role', about: 'what its keys may do at most', choices: ROLES },
    ],
    examples: [
      [
        'mission-control service-accounts create nightly operator',
        'It runs tasks, and judges none',
      ],
    ],
    shows: 'value',
    ask: async (kit, call) => (await import('../keys/accounts.ts')).createAccount(kit, call),
  },
  {
    name: 'service-accounts remove',
    about: 'Remove a service account: its keys end at once',
    args: [{ name: 'account', about: 'which one, by name or id' }],
    shows: 'value',
    ask: async (kit, call) => (await import('../keys/accounts.ts')).removeAccount(kit, call),
  },
]
