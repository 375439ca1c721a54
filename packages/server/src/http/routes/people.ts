import { ProblemError } from '@mission-control/protocol'
import type { SignInOptions } from '../../auth/sign-in-options.ts'
import type { Core } from '../../core.ts'
import { deleteWorkspace } from '../../people/delete-workspace.ts'
import {
  acceptInvitation,
  createInvitation,
  getInvitations,
  readInvitation,
  revokeInvitation,
} from '../../people/invitations.ts'
import { changeRole, getMembers, removeMember } from '../../people/members.ts'
import { changeUser, getUsers } from '../../people/users.ts'
import { changeWorkspace, createWorkspace, getWorkspaces } from '../../people/workspaces.ts'
import type { Handlers } from '../handlers.ts'
import type { RateLimit } from '../rate-limit.ts'
import { pageAddress } from '../trust-proxy.ts'

type PeopleRoutes =
  | 'listWorkspaces'
  | 'createWorkspace'
  | 'updateWorkspace'
  | 'deleteWorkspace'
  | 'leaveWorkspace'
  | 'listMembers'
  | 'updateMember'
  | 'removeMember'
  | 'listInvitations'
  | 'createInvitation'
  | 'deleteInvitation'
  | 'readInvitation'
  | 'acceptInvitation'
  | 'listUsers'
  | 'updateUser'

export function peopleHandlers(
  core: Core,
  limit: RateLimit,
  { publicUrl }: Pick<SignInOptions, 'publicUrl'>,
): Handlers<PeopleRoutes> {
  return {
    listWorkspaces: ({ caller }) => getWorkspaces(core.store.db, caller.userId),
    createWorkspace: ({ caller, body }) => createWorkspace(core, caller, body.name),
    updateWorkspace: ({ caller, body }) => changeWorkspace(core, caller, body.name),
    deleteWorkspace: async ({ caller, body }) =>
      void (await deleteWorkspace(core, caller, body.name)),
    leaveWorkspace: async ({ caller }) =>
      void (await removeMember(core, caller.workspaceId, caller.userId)),
    listMembers: ({ caller }) => getMembers(core, caller),
    updateMember: ({ caller, params, body }) => changeRole(core, caller, params.id!, body.role),
    removeMember: async ({ caller, params }) =>
      void (await removeMember(core, caller.workspaceId, params.id!)),
    listInvitations: ({ caller }) => getInvitations(core, caller),
    createInvitation: ({ caller, body, request }) =>
      createInvitation(core, caller, body, (token) =>
        pageAddress(request, `/invitation#${token}`, publicUrl),
      ),
    deleteInvitation: async ({ caller, params }) =>
      void (await revokeInvitation(core, caller, params.id!)),
    async readInvitation({ body, request, reply }) {
      try {
        return await readInvitation(core, body.token)
      } catch (error) {
        if (error instanceof ProblemError) await limit.countWrongKey(request.ip, reply)
        throw error
      }
    },
    acceptInvitation: ({ caller, body }) => acceptInvitation(core, caller, body.token),
    listUsers: () => getUsers(core),
    updateUser: ({ caller, params, body }) => changeUser(core, caller, params.id!, body),
  }
}
