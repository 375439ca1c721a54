import { ROLES } from '@mission-control/protocol/client'
import type { Argument, Command } from '../command.ts'

const USER: Argument = { name: 'user', about: 'who: by name, e-mail or id' }
const MEMBER: Argument = { name: 'member', about: 'who: by name, e-mail or id' }

export const peopleCommands: readonly Command[] = [
  {
    name: 'people list',
    about: 'List who is in the workspace, and as what',
    shows: 'list',
    ask: async (kit, call) => (await import('../people/members.ts')).listMembers(kit, call),
  },
  {
    name: 'people role',
    about: 'Give a member another role; their open streams end',
    args: [MEMBER, { name: 'role', about: 'what they are from now on', choices: ROLES }],
    shows: 'value',
    ask: async (kit, call) => (await import('../people/members.ts')).changeRole(kit, call),
  },
  {
    name: 'people remove',
    about: 'Remove a member: their keys here end, what they started goes on',
    args: [MEMBER],
    shows: 'value',
    ask: async (kit, call) => (await import('../people/members.ts')).removeMember(kit, call),
  },
  {
    name: 'people invite',
    about: 'Print a link by which somebody joins, once: it is shown only now',
    args: [{ name: 'role', about: 'what they will be', choices: ROLES }],
    options: [
      { flags: '--email <address>', about: 'who alone may use it (default: whoever has it)' },
      { flags: '--expires <time>', about: 'such as 12h or 7d (default: 7d; at most 30d)' },
    ],
    examples: [['mission-control people invite operator', 'Somebody who runs tasks']],
    shows: 'value',
    ask: async (kit, call) => (await import('../people/invitations.ts')).invite(kit, call),
  },
  {
    name: 'people invitations',
    about: 'List the invitations that nobody has used yet',
    shows: 'list',
    ask: async (kit, call) => (await import('../people/invitations.ts')).listInvitations(kit, call),
  },
  {
    name: 'people uninvite',
    about: 'Revoke an invitation at once',
    args: [{ name: 'invitation', about: 'which one, by its id' }],
    shows: 'value',
    ask: async (kit, call) => (await import('../people/invitations.ts')).uninvite(kit, call),
  },
  {
    name: 'workspaces list',
    about: 'List the workspaces that you are a member of, your own first',
    shows: 'list',
    ask: async (kit, call) => (await import('../people/workspaces.ts')).listWorkspaces(kit, call),
  },
  {
    name: 'workspaces create',
    about: 'Create a workspace, and be its admin',
    more: [
      'A key belongs to one workspace: `login URL --workspace NAME` keeps one for the new one.',
    ],
    args: [{ name: 'name', about: 'what people call it' }],
    shows: 'value',
    ask: async (kit, call) => (await import('../people/workspaces.ts')).createWorkspace(kit, call),
  },
  {
    name: 'workspaces rename',
    about: 'Give the workspace that the key is for another name',
    args: [{ name: 'name', about: 'what people call it from now on' }],
    shows: 'value',
    ask: async (kit, call) => (await import('../people/workspaces.ts')).renameWorkspace(kit, call),
  },
  {
    name: 'workspaces delete',
    about: 'Delete the workspace that the key is for: what runs there stops, nobody gets in',
    args: [{ name: 'name', about: 'its name, so that nobody deletes another one by mistake' }],
    shows: 'value',
    ask: async (kit, call) => (await import('../people/workspaces.ts')).deleteWorkspace(kit, call),
  },
  {
    name: 'users list',
    about: "List everybody who has an account here, for the server's owner",
    shows: 'list',
    ask: async (kit, call) => (await import('../people/users.ts')).listUsers(kit, call),
  },
  {
    name: 'users disable',
    about: 'Let somebody in nowhere: their sessions end, their keys open nothing',
    args: [USER],
    shows: 'value',
    ask: async (kit, call) => (await import('../people/users.ts')).disableUser(kit, call),
  },
  {
    name: 'users enable',
    about: 'Let a disabled user in again',
    args: [USER],
    shows: 'value',
    ask: async (kit, call) => (await import('../people/users.ts')).enableUser(kit, call),
  },
  {
    name: 'users reset-factors',
    about: 'Turn off the second factor and the passkeys of somebody who has lost them',
    more: ['Their sessions end, and the password alone lets them in again.'],
    args: [USER],
    shows: 'value',
    ask: async (kit, call) => (await import('../people/users.ts')).resetFactors(kit, call),
  },
]
