import type { Task } from '@mission-control/protocol'
import { text } from '../strings/index.ts'
import type { Say } from '../toasts/toasts.tsx'

const words = text.newTask

/** Says what was created, with a link; a task that couldn't start is named first. */
export function sayCreated(say: Say, tasks: readonly Task[], run: boolean): void {
  const [task] = tasks
  if (!task) return
  const to = task.batchId ? { batchId: task.batchId } : { taskId: task.id }
  const link = { label: tasks.length === 1 ? text.task.open : text.task.show, to }
  const refused = tasks.find(({ status, error }) => status === 'pending' && error)?.error
  if (refused) say(refused.message, { bad: true, link })
  else say(run ? words.startedMany(tasks.length) : words.createdMany(tasks.length), { link })
}
