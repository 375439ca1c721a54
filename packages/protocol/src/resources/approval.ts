import { z } from 'zod'
import { Task } from './task.ts'
import { Timestamp } from './text.ts'

export const ApprovalStatus = z.enum(['pending', 'approved', 'rejected'])

/** `result` judges finished work; further kinds are asked for by name, never listed unasked. */
export const ApprovalKind = z.enum(['result', 'permission'])
export const ApprovalKindFilter = z.enum([...ApprovalKind.options, 'all'])

export const Approval = z.object({
  id: z.string(),
  taskId: z.string(),
  kind: ApprovalKind,
  status: ApprovalStatus,
  createdAt: Timestamp,
  resolvedAt: Timestamp.nullable(),
  /** The id of the user who decided. */
  resolvedBy: z.string().nullable(),
  feedback: z.string().nullable(),
  task: Task.pick({ id: true, type: true, content: true, desktopId: true }),
})
export type Approval = z.infer<typeof Approval>
