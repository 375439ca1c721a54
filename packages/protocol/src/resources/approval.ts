import { z } from 'zod'
import { Actor } from './actor.ts'
import { PermissionRequest } from './permission.ts'
import { Review, Task } from './task.ts'
import { Timestamp } from './text.ts'
import { Votes } from './vote.ts'

export const ApprovalStatus = z.enum(['pending', 'approved', 'rejected', 'expired']).meta({
  id: 'ApprovalStatus',
  description:
    'Whether and how it was decided. expired: a permission that nobody needs any more, because its run has ended or its agent gave it up.',
})
export type ApprovalStatus = z.infer<typeof ApprovalStatus>

export const ApprovalKind = z.enum(['result', 'permission']).meta({
  id: 'ApprovalKind',
  description:
    'result asks about finished work; permission lets an agent go on in the middle of it.',
})
export type ApprovalKind = z.infer<typeof ApprovalKind>
export const ApprovalKindFilter = z.enum([...ApprovalKind.options, 'all'])
export type ApprovalKindFilter = z.infer<typeof ApprovalKindFilter>

export const Approval = z
  .object({
    id: z.string().meta({ description: "The approval's id.", example: 'approval_01kgs8x3m4' }),
    taskId: z
      .string()
      .meta({ description: 'The task that waits for the decision.', example: 'task_01kgs8x3m4' }),
    kind: ApprovalKind.describe('What is decided: a result, or a permission.'),
    status: ApprovalStatus.describe('Whether and how it was decided.'),
    createdAt: Timestamp.describe('When the question came up.'),
    resolvedAt: Timestamp.nullable().describe('When it was decided; null: not yet.'),
    resolvedBy: z.string().nullable().meta({
      description: 'The id of the user who decided; null: nobody yet, or a rule or time limit did.',
      example: 'user_01kgs8x3m4',
    }),
    resolver: Actor.nullable().describe(
      'Who decided; the system where a rule or a time limit did; null: nobody yet, or not known.',
    ),
    feedback: z
      .string()
      .nullable()
      .meta({ description: 'What the reviewer said; null: nothing.', example: 'Looks right.' }),
    approvals: Votes.nullable().describe(
      'The approvals of a result; null: a permission, which the first person decides.',
    ),
    request: PermissionRequest.nullable().describe(
      'What the agent asks permission for; null: the approval is of a result.',
    ),
    task: Task.pick({ id: true, type: true, content: true, desktopId: true }).describe(
      'The main fields of the task.',
    ),
  })
  .meta({ id: 'Approval', description: 'A stored question to a person.' })
export type Approval = z.infer<typeof Approval>

export const Resolution = Review.extend({
  remember: z.boolean().optional().meta({
    description:
      'For a permission: give the same answer to the same question on this desktop from now on.',
    example: false,
  }),
}).meta({ id: 'Resolution', description: 'The decision of a person about an approval.' })
export type Resolution = z.infer<typeof Resolution>
