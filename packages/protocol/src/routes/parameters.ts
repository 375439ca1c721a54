import { z } from 'zod'
import { TaskStatusSchema } from '../resources/task.ts'

const id = (description: string, example: string) => z.string().meta({ description, example })

/** The parameters in the paths of the routes, each by what stands before it. */
export const pathParameters: Readonly<Record<string, z.ZodType>> = {
  'board/:status': TaskStatusSchema.describe('The column.'),
  'tasks/:id': id("The task's id.", 'task_01kgs8x3m4'),
  'batches/:id': id("The batch's id.", 'batch_01kgs8x3m4'),
  'approvals/:id': id("The approval's id.", 'approval_01kgs8x3m4'),
  'desktops/:id': id("The desktop's id.", 'desktop_01kgs8x3m4'),
  'chat/:turnId': id("The turn's id.", 'chat_01kgs8x3m4'),
  'join-tokens/:id': id("The token's id.", 'jointoken_01kgs8x3m4'),
  'providers/:id': id("The provider's id.", 'google'),
  'sessions/:id': id("The session's id.", 'session_01kgs8x3m4'),
  'members/:id': id("The user's id.", 'user_01kgs8x3m4'),
  'users/:id': id("The user's id.", 'user_01kgs8x3m4'),
  'invitations/:id': id("The invitation's id.", 'invitation_01kgs8x3m4'),
  'passkeys/:id': id("The passkey's id.", 'passkey_01kgs8x3m4'),
  'api-keys/:id': id("The key's id.", 'key_01kgs8x3m4'),
  'service-accounts/:id': id("The account's id.", 'user_01kgs8x3m4'),
}
