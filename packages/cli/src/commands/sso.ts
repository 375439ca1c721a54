import { PRESETS } from '@mission-control/protocol/client'
import type { Argument, Command, Option } from '../command.ts'

const PROVIDER: Argument = { name: 'provider', about: 'which one, by its id' }
const STATES = ['on', 'off']

const SETTINGS: readonly Option[] = [
  { flags: '--issuer <url>', about: 'its address, as its discovery document names it' },
  { flags: '--client-id <id>', about: 'the id of Mission Control there' },
  {
    flags: '--secret-file <file>',
    about: 'where the client secret is; `-`: from standard input',
    kind: 'file',
  },
  { flags: '--public', about: 'a client that has no secret' },
  { flags: '--name <name>', about: 'what the button on the sign-in page says' },
  { flags: '--scopes <scopes>', about: 'what it is asked for, separated by spaces' },
  { flags: '--roles-claim <claim>', about: "the claim that lists somebody's groups" },
  {
    flags: '--role <group=role>',
    about:
      'what the members of a group are here; elsewhere than in your personal workspace: group=role@workspace, by its id',
    many: true,
  },
  {
    flags: '--trust-email <state>',
    about: 'whether an e-mail address counts as verified where it does not say so',
    choices: STATES,
  },
  {
    flags: '--auto-join <state>',
    about: 'whether somebody whom nobody has invited becomes a user',
    choices: STATES,
  },
  { flags: '--enabled <state>', about: 'whether the sign-in page offers it', choices: STATES },
]

export const ssoCommands: readonly Command[] = [
  {
    name: 'sso list',
    about: 'List the providers of single sign-on',
    shows: 'list',
    ask: async (kit, call) => (await import('../sso/providers.ts')).listProviders(kit, call),
  },
  {
    name: 'sso add',
    about: 'Add a provider, and print the redirect address to enter there',
    more: [
      'The client secret comes from --secret-file. Without that option the terminal asks for it, and a pipe gives it as its first line.',
    ],
    args: [
      { name: 'id', about: 'how addresses call it; of lower-case letters, digits and dashes' },
      { name: 'preset', about: 'oidc: any that speaks OpenID Connect', choices: PRESETS },
    ],
    options: SETTINGS,
    examples: [
      ['mission-control sso add google google --client-id 123 < secret.txt', 'Google'],
      [
        'mission-control sso add sso oidc --issuer https://login.example.com --client-id mc --secret-file /run/secrets/sso --role ops=operator --auto-join on',
        'Whoever is in the group ops becomes an operator',
      ],
    ],
    shows: 'value',
    ask: async (kit, call) => (await import('../sso/put-provider.ts')).addProvider(kit, call),
  },
  {
    name: 'sso change',
    about: 'Change a provider: what is left out stays',
    more: ['The roles that you give count instead of all that there were.'],
    args: [PROVIDER],
    options: SETTINGS,
    examples: [
      ['mission-control sso change google --secret-file - < new-secret.txt', 'A new client secret'],
    ],
    shows: 'value',
    ask: async (kit, call) => (await import('../sso/put-provider.ts')).changeProvider(kit, call),
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
