import type { Role } from '@mission-control/protocol'
import type { RequestOptions, Transport } from './call.ts'
import type { BodyOf } from './route-types.ts'

/** The user's workspaces. `rename`, `delete` and `leave` concern the one that the client is for. */
export function workspacesOf({ call }: Transport) {
  return {
    /** Those that the user is a member of, their own first. */
    list: (options: RequestOptions = {}) => call('listWorkspaces', options),

    /** Whoever creates it is its admin. */
    create: (name: string, options: RequestOptions = {}) =>
      call('createWorkspace', { ...options, body: { name } }),

    rename: (name: string, options: RequestOptions = {}) =>
      call('updateWorkspace', { ...options, body: { name } }),

    /** By its name. What runs there stops, and nobody gets in any more. */
    delete: (name: string, options: RequestOptions = {}) =>
      call('deleteWorkspace', { ...options, body: { name } }),

    leave: (options: RequestOptions = {}) => call('leaveWorkspace', options),
  }
}

export function membersOf({ call }: Transport) {
  return {
    list: (options: RequestOptions = {}) => call('listMembers', options),

    setRole: (id: string, role: Role, options: RequestOptions = {}) =>
      call('updateMember', { ...options, params: { id }, body: { role } }),

    /** What they started goes on. */
    remove: (id: string, options: RequestOptions = {}) =>
      call('removeMember', { ...options, params: { id } }),
  }
}

export function invitationsOf({ call }: Transport) {
  return {
    /** Those that still let somebody in, newest first. */
    list: (options: RequestOptions = {}) => call('listInvitations', options),

    /** The answer holds the link; it is never shown again. */
    create: (body: BodyOf<'createInvitation'>, options: RequestOptions = {}) =>
      call('createInvitation', { ...options, body }),

    /** Revokes at once. */
    delete: (id: string, options: RequestOptions = {}) =>
      call('deleteInvitation', { ...options, params: { id } }),

    /** What it says, by the token in its link. */
    read: (token: string, options: RequestOptions = {}) =>
      call('readInvitation', { ...options, body: { token } }),

    /** Whoever is signed in becomes a member. */
    accept: (token: string, options: RequestOptions = {}) =>
      call('acceptInvitation', { ...options, body: { token } }),

    /** As a new user; signs in. */
    join: (body: BodyOf<'joinByInvitation'>, options: RequestOptions = {}) =>
      call('joinByInvitation', { ...options, body }),
  }
}

/** Every person of the server: for its owner. */
export function usersOf({ call }: Transport) {
  return {
    list: (options: RequestOptions = {}) => call('listUsers', options),

    /** Turns off the second factor and the passkeys of somebody who has lost them. */
    resetFactors: (id: string, options: RequestOptions = {}) =>
      call('resetFactors', { ...options, params: { id } }),

    /** A disabled one gets in nowhere. */
    disable: (id: string, disabled: boolean, options: RequestOptions = {}) =>
      call('updateUser', { ...options, params: { id }, body: { disabled } }),
  }
}
