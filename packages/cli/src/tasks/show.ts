import type { Task } from '@mission-control/protocol'
import { given } from '../approvals/given.ts'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { taskNamed } from '../kit/task-named.ts'
import { fieldsOf } from '../screen/fields.ts'
import { duration } from '../screen/time.ts'

export async function showTask(kit: Kit, { args }: Call): Promise<void> {
  const { client, screen } = kit
  const task = await client.tasks.get(await taskNamed(kit, args[0]!))
  const desktops = screen.forPeople ? await client.desktops.list() : []
  const desktop = desktops.find(({ id }) => id === task.desktopId)
  screen.value(task, () => fieldsOf(rowsOf(task, desktop?.name ?? task.desktopId)))
}

function rowsOf(task: Task, desktop: string): [string, string | null][] {
  const { waiting, usage } = task
  return [
    ['Task', task.id],
    ['Status', waiting ? `${task.status}, waiting: ${waiting}` : task.status],
    ['Desktop', desktop],
    [task.type === 'prompt' ? 'Prompt' : 'Command', task.content],
    ['Created', task.createdAt],
    ['Started', task.processStartedAt],
    ['Ended', task.processEndedAt],
    ['Queued', duration(task.queuedMs)],
    ['Ran', duration(task.ranMs)],
    ['Time-out', task.timeoutSeconds === null ? null : `${task.timeoutSeconds} s`],
    ['Approval', task.requiresApproval ? approvalOf(task) : null],
    ['Exit code', task.exitCode === null ? null : String(task.exitCode)],
    ['Error', task.error?.message ?? null],
    ['Result', task.result],
    ['Feedback', task.feedback],
    ['Tokens', usage && `${usage.inputTokens ?? '?'} in, ${usage.outputTokens ?? '?'} out`],
  ]
}

function approvalOf({ approvals }: Task): string {
  if (!approvals || (approvals.required === 1 && approvals.given === 0)) return 'required'
  return given(approvals)
}
