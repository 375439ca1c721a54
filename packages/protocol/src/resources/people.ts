import { z } from 'zod'
import { Email, NewPassword, RoleName } from './account.ts'
import { Name, Timestamp } from './text.ts'

const DAY = 24 * 3600

const role = RoleName.describe('What they are in the workspace.')
const workspaceName = Name.meta({ description: 'What people call it.', example: 'Build team' })
const personName = Name.meta({ description: 'How they are shown.', example: 'Ada' })
const userId = z.string().meta({ description: "The user's id.", example: 'user_01kgs8x3m4' })

const disabled = z
  .boolean()
  .meta({ description: 'Whether nothing of theirs lets anybody in.', example: false })

export const Workspace = z
  .object({
    id: z.string().meta({ description: "The workspace's id.", example: 'workspace_01kgs8x3m4' }),
    name: workspaceName,
    personal: z.boolean().meta({
      description: "Whether it is the user's own: a request that names no workspace is for it.",
      example: false,
    }),
    role,
    createdAt: Timestamp.describe('When it was created.'),
  })
  .meta({ id: 'Workspace', description: 'What owns desktops, tasks, approvals and settings.' })
export type Workspace = z.infer<typeof Workspace>

export const NewWorkspace = z
  .object({ name: workspaceName })
  .meta({ id: 'NewWorkspace', description: 'A workspace to create.' })

export const WorkspaceChanges = z
  .object({ name: workspaceName })
  .meta({ id: 'WorkspaceChanges', description: 'Another name for a workspace.' })

export const WorkspaceDeletion = z
  .object({
    name: z.string().meta({
      description: "The workspace's name, so that nobody deletes another one by mistake.",
      example: 'Build team',
    }),
  })
  .meta({ id: 'WorkspaceDeletion', description: 'Which workspace to delete, by its name.' })

export const Member = z
  .object({
    id: userId,
    name: personName,
    email: z.string().nullable().meta({
      description: 'What they sign in with; null: nothing yet, or it is a service account.',
      example: 'ada@example.com',
    }),
    kind: z.enum(['person', 'service']).meta({
      description: 'A person, or a service account: what no person owns.',
      example: 'person',
    }),
    role,
    disabled,
    createdAt: Timestamp.describe('Since when they are a member.'),
  })
  .meta({ id: 'Member', description: 'Who is in a workspace, as what.' })
export type Member = z.infer<typeof Member>

export const MemberChanges = z
  .object({ role })
  .meta({ id: 'MemberChanges', description: 'Another role for a member.' })

const onlyFor = z.string().nullable().meta({
  description: 'Who alone may use it; null: whoever has the link.',
  example: 'ada@example.com',
})
const invitedBy = z.string().meta({ description: 'The name of who invites.', example: 'Ada' })
const expiresAt = Timestamp.describe('From then on it lets nobody in.')

export const MemberInvitation = z
  .object({
    id: z.string().meta({ description: "The invitation's id.", example: 'invitation_01kgs8x3m4' }),
    role,
    email: onlyFor,
    invitedBy,
    createdAt: Timestamp.describe('When it was made.'),
    expiresAt,
  })
  .meta({ id: 'MemberInvitation', description: 'A link that makes somebody a member, once.' })
export type MemberInvitation = z.infer<typeof MemberInvitation>

export const NewInvitation = z
  .object({
    role,
    email: Email.optional().meta({
      description: 'Who alone may use it; left out: whoever has the link.',
      example: 'ada@example.com',
    }),
    expiresInSeconds: z
      .int()
      .min(1)
      .max(30 * DAY)
      .default(7 * DAY)
      .meta({ description: 'How long it lets somebody in: at most 30 days.', example: 604_800 }),
  })
  .meta({ id: 'NewInvitation', description: 'An invitation to make.' })
export type NewInvitation = z.infer<typeof NewInvitation>

export const CreatedInvitation = MemberInvitation.extend({
  link: z.string().meta({
    description: 'The link, shown in this answer only; the hash of its token is what is kept.',
    example: 'https://mc.example.org/invitation#mci_9fK2x7Qp',
  }),
}).meta({ id: 'CreatedInvitation', description: 'A new invitation, whose link is shown once.' })
export type CreatedInvitation = z.infer<typeof CreatedInvitation>

const token = z
  .string()
  .max(200)
  .meta({ description: 'The part of the link after the #.', example: 'mci_9fK2x7Qp' })

export const InvitationToken = z
  .object({ token })
  .meta({ id: 'InvitationToken', description: 'What an invitation is used by.' })

export const InvitationText = z
  .object({
    workspace: z
      .string()
      .meta({ description: 'The name of the workspace.', example: 'Build team' }),
    role,
    email: onlyFor,
    invitedBy,
    expiresAt,
  })
  .meta({ id: 'InvitationText', description: 'What an invitation says to whoever has its link.' })
export type InvitationText = z.infer<typeof InvitationText>

export const NewPerson = z
  .object({
    token,
    name: personName,
    email: Email.meta({ description: 'What to sign in with.', example: 'ada@example.com' }),
    password: NewPassword.meta({
      description: 'The password to sign in with.',
      example: 'correct horse battery',
    }),
  })
  .meta({ id: 'NewPerson', description: 'A person who joins by an invitation.' })
export type NewPerson = z.infer<typeof NewPerson>

export const KnownUser = z
  .object({
    id: userId,
    name: personName,
    email: z.string().nullable().meta({
      description: 'What they sign in with; null: nothing yet.',
      example: 'ada@example.com',
    }),
    disabled,
    createdAt: Timestamp.describe('When they joined.'),
  })
  .meta({ id: 'KnownUser', description: 'A person of the server.' })
export type KnownUser = z.infer<typeof KnownUser>

export const UserChanges = z
  .object({
    disabled: z.boolean().meta({
      description: 'With true their sessions end, and their keys let nobody in.',
      example: true,
    }),
  })
  .meta({ id: 'UserChanges', description: 'Whether a person may get in.' })
