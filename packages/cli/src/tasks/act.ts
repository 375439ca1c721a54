import type { Task } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import type { Session } from '../session/session.ts'
import { taskNamed } from '../session/task-named.ts'

export async function runTask(session: Session, { args }: Call): Promise<void> {
  const task = await session.client.tasks.run(await taskNamed(session, args[0]!))
  session.screen.done(task, `${task.id} is ${task.status}.`)
}

export async function cancelTask(session: Session, { args }: Call): Promise<void> {
  const task = await session.client.tasks.cancel(await taskNamed(session, args[0]!))
  const words = task.status === 'running' ? 'is being stopped' : `is ${task.status}`
  session.screen.done(task, `${task.id} ${words}.`)
}

export async function approveTask(session: Session, call: Call): Promise<void> {
  await review(session, call, 'approve')
}

export async function rejectTask(session: Session, call: Call): Promise<void> {
  await review(session, call, 'reject')
}

async function review(session: Session, { args, options }: Call, decision: 'approve' | 'reject') {
  const id = await taskNamed(session, args[0]!)
  const feedback = options.feedback
  const task = await session.client.tasks.review(id, { decision, ...(feedback && { feedback }) })
  session.screen.done(task, `${task.id} is ${task.status}.`)
}

export async function rerunTask(session: Session, { args, options }: Call): Promise<void> {
  const { client, memory, screen } = session
  const ids = [await taskNamed(session, args[0]!)]
  const [task] = (await client.tasks.rerun({ ids, run: options.run === true })) as [Task]
  memory.keep({ task: task.id })
  screen.done(task, `${task.id} is ${task.status}.`)
}

export async function deleteTasks(session: Session, { args }: Call): Promise<void> {
  for (const text of args) {
    const id = await taskNamed(session, text)
    await session.client.tasks.delete(id)
    session.screen.done({ id }, `${id} is deleted.`)
  }
}
