import { z } from 'zod'
import { PermissionRequest } from './permission.ts'
import { Review, Task } from './task.ts'
import { Timestamp } from './text.ts'

/** `expired`: a permission that nobody needs any more, because its run has ended or its agent gave it up. */
export const ApprovalStatus = z.enum(['pending', 'approved', 'rejected', 'expired'])
export type ApprovalStatus = z.infer<typeof ApprovalStatus>

/**
 * `result` judges finished work; `permission` lets an agent go on in the middle of it. Only results
 * are listed unasked.
 */
export const ApprovalKind = z.enum(['result', 'permission'])
export type ApprovalKind = z.infer<typeof ApprovalKind>
export const ApprovalKindFilter = z.enum([...ApprovalKind.options, 'all'])
export type ApprovalKindFilter = z.infer<typeof ApprovalKindFilter>

export const Approval = z.object({
  id: z.string(),
  taskId: z.string(),
  kind: ApprovalKind,
  status: ApprovalStatus,
  createdAt: Timestamp,
  resolvedAt: Timestamp.nullable(),
  /** The id of the user who decided; null: nobody has, or no person did. */
  resolvedBy: z.string().nullable(),
  feedback: z.string().nullable(),
  /** What a permission is asked for; of a result null. */
  request: PermissionRequest.nullable(),
  task: Task.pick({ id: true, type: true, content: true, desktopId: true }),
})
export type Approval = z.infer<typeof Approval>

export const Resolution = Review.extend({
  /** Of a permission: from now on for the same on this desktop, always or never. */
  remember: z.boolean().optional(),
})
export type Resolution = z.infer<typeof Resolution>
