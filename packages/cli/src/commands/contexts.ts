import type { Command } from '../command.ts'

export const contextCommands: readonly Command[] = [
  {
    name: 'login',
    about: 'Sign in to a server, and keep a key for it',
    more: [
      'Asks for e-mail and password, and for a code if you sign in with two factors, and makes an API key of its own for this machine. With --key it keeps the key that you give.',
      'The key is kept in $XDG_CONFIG_HOME/mission-control, where only you can read it.',
    ],
    args: [{ name: 'url', about: "the server's address" }],
    options: [
      { flags: '--key <key>', about: 'an API key; `-`: from standard input (ps shows arguments)' },
      { flags: '--email <address>', about: 'the e-mail; the password is asked for' },
      {
        flags: '--workspace <workspace>',
        about: 'the one that the new key is for, by name or id (default: your own)',
      },
      { flags: '--context <name>', about: 'how to call it (default: the host)', kind: 'context' },
    ],
    examples: [
      ['mission-control login https://mc.example.org', 'Sign in with e-mail and password'],
      ['mission-control login http://127.0.0.1:3000 --key - < key.txt', 'Keep a key'],
    ],
    act: async (call) => (await import('../contexts/login.ts')).login(call),
  },
  {
    name: 'logout',
    about: 'Forget a server, and revoke the key that `login` has made',
    args: [{ name: 'context', about: 'which one', kind: 'context', optional: true }],
    act: async (call) => (await import('../contexts/logout.ts')).logout(call),
  },
  {
    name: 'contexts list',
    about: 'List the servers that you are signed in to',
    options: [{ flags: '--json', about: 'as JSON, for programs' }],
    act: async (call) => (await import('../contexts/list.ts')).listContexts(call),
  },
  {
    name: 'contexts use',
    about: 'Choose the server that counts from now on',
    args: [{ name: 'context', about: 'which one', kind: 'context' }],
    act: async (call) => (await import('../contexts/use.ts')).useContext(call),
  },
]
