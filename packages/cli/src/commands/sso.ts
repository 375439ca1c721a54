import type { Argument, Command } from '../command.ts'

const PROVIDER: Argument = { name: 'provider', about: 'which one, by its id' }

export const ssoCommands: readonly Command[] = [
  {
    name: 'sso list',
    about: 'List the providers of single sign-on',
    shows: 'list',
    ask: async (kit, call) => (await import('../sso/providers.ts')).listProviders(kit, call),
  },
  {
    name: 'sso test',
    about: 'Look at a provider, and say what is wrong and what to do',
    more: ['The exit code is 1 where something is wrong. It changes nothing.'],
    args: [PROVIDER],
    examples: [['mission-control sso test google', 'Whether Google takes the client secret']],
    shows: 'list',
    ask: async (kit, call) => (await import('../sso/providers.ts')).testProvider(kit, call),
  },
  {
    name: 'sso remove',
    about: 'Remove a provider: nobody signs in through it any more',
    args: [PROVIDER],
    shows: 'value',
    ask: async (kit, call) => (await import('../sso/providers.ts')).removeProvider(kit, call),
  },
  {
    name: 'sso require',
    about: 'Say whether people sign in through a provider only',
    args: [{ name: 'state', about: 'on: passwords no longer count', choices: ['on', 'off'] }],
    shows: 'value',
    ask: async (kit, call) => (await import('../sso/providers.ts')).requireSso(kit, call),
  },
]
