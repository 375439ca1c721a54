import type { TaskStatus } from '@mission-control/protocol'
import { spoken } from '../spoken.ts'

const STATES: Record<TaskStatus, string> = {
  pending: 'pending',
  running: 'running',
  review: 'in review',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
}

const tasks = (count: number) => (count === 1 ? '1 task' : `${count.toLocaleString()} tasks`)

/** The card of tasks that were made in one go. */
export const batch = spoken({
  name: (summary: string) => `Batch: ${summary}`,
  size: tasks,
  open: 'Show its tasks',
  close: 'Hide its tasks',
  tasks: 'Tasks of the batch',
  count: (count: number, status: TaskStatus) => `${count.toLocaleString()} ${STATES[status]}`,
  all: (action: string, count: number) => `${action} ${count.toLocaleString()}`,
  retry: (count: number) =>
    count === 1 ? 'Run the failed one again' : `Run ${count.toLocaleString()} failed again`,
  startedAgain: (count: number) => `${tasks(count)} started again.`,
  answered: { prompt: 'answered', command: 'printed' },
  nothing: { prompt: 'answered nothing', command: 'printed nothing' },
  more: (count: number) => `and ${count.toLocaleString()} more`,
})
