import type { Task } from '@mission-control/protocol'
import { stillOpen } from '../approvals/given.ts'
import type { Call } from '../command.ts'
import type { Kit } from '../kit/kit.ts'
import { taskNamed } from '../kit/task-named.ts'

export async function runTask(kit: Kit, { args }: Call): Promise<void> {
  const task = await kit.client.tasks.run(await taskNamed(kit, args[0]!))
  kit.screen.done(task, `${task.id} is ${task.status}.`)
}

export async function cancelTask(kit: Kit, { args }: Call): Promise<void> {
  const task = await kit.client.tasks.cancel(await taskNamed(kit, args[0]!))
  const words = task.status === 'running' ? 'is being stopped' : `is ${task.status}`
  kit.screen.done(task, `${task.id} ${words}.`)
}

export async function approveTask(kit: Kit, call: Call): Promise<void> {
  await review(kit, call, 'approve')
}

export async function rejectTask(kit: Kit, call: Call): Promise<void> {
  await review(kit, call, 'reject')
}

async function review(kit: Kit, { args, options }: Call, decision: 'approve' | 'reject') {
  const id = await taskNamed(kit, args[0]!)
  const feedback = options.feedback
  const task = await kit.client.tasks.review(id, { decision, ...(feedback && { feedback }) })
  const open = task.status === 'review' ? stillOpen(task.approvals) : undefined
  kit.screen.done(task, open ? `${task.id} is in review. ${open}` : `${task.id} is ${task.status}.`)
}

export async function rerunTask(kit: Kit, { args, options }: Call): Promise<void> {
  const { client, memory, screen } = kit
  const ids = [await taskNamed(kit, args[0]!)]
  const [task] = (await client.tasks.rerun({ ids, run: options.run === true })) as [Task]
  memory.keep({ task: task.id })
  screen.done(task, `${task.id} is ${task.status}.`)
}

export async function deleteTasks(kit: Kit, { args }: Call): Promise<void> {
  for (const text of args) {
    const id = await taskNamed(kit, text)
    await kit.client.tasks.delete(id)
    kit.screen.done({ id }, `${id} is deleted.`)
  }
}
