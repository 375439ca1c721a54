import type { Client } from '@mission-control/client'
import { ApiError } from '@mission-control/client'
import { useMemo } from 'react'
import { explain } from '../app/explain.ts'
import type { Card } from '../live/live.ts'
import type { Intent } from '../live/messages.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { isAllowed, type TaskAction } from './allowed.ts'

/** So many requests of one person's at a time. */
const AT_ONCE = 6

interface Options {
  feedback?: string
  /** Told after each of several. */
  onProgress?: (done: number) => void
}

export type Perform = (
  action: TaskAction,
  tasks: readonly Card[],
  options?: Options,
) => Promise<void>

/**
 * Does something to one or several tasks. It shows at once; what the server refuses goes back to where
 * it was, with the server's words. What isn't allowed for a task is left out.
 */
export function usePerform(): Perform {
  const { client, store } = useCore()
  const say = useSay()
  return useMemo(
    () =>
      async (action, tasks, options = {}) => {
        const wanted = tasks.filter((task) => isAllowed(action, task))
        const refusals: string[] = []
        let done = 0
        const each = async (task: Card) => {
          const intent = intentOf(action, task)
          if (intent) store.send({ type: 'intend', id: task.id, intent })
          try {
            await call(client, action, task.id, options.feedback)
          } catch (error) {
            store.send({ type: 'withdraw', id: task.id })
            // Gone already is what was wanted.
            if (!(action === 'delete' && error instanceof ApiError && error.status === 404)) {
              refusals.push(explain(error))
            }
          }
          options.onProgress?.(++done)
        }
        const queue = wanted.values()
        const worker = async () => {
          for (const task of queue) await each(task)
        }
        await Promise.all(Array.from({ length: AT_ONCE }, worker))
        if (refusals.length > 0) {
          say(text.task.someRefused(refusals.length, refusals[0]!), { bad: true })
        }
      },
    [client, store, say],
  )
}

/** What it will be if the server agrees; null: only the server knows. */
function intentOf(action: TaskAction, task: Card): Intent | null {
  switch (action) {
    case 'run':
      return 'running'
    case 'approve':
      return 'done'
    case 'reject':
      return 'failed'
    case 'delete':
      return 'deleted'
    case 'cancel':
      return task.status === 'pending' ? 'cancelled' : null
  }
}

function call(client: Client, action: TaskAction, id: string, feedback?: string): Promise<unknown> {
  switch (action) {
    case 'run':
      return client.tasks.run(id)
    case 'cancel':
      return client.tasks.cancel(id)
    case 'delete':
      return client.tasks.delete(id)
    case 'approve':
    case 'reject':
      return client.tasks.review(id, { decision: action, ...(feedback && { feedback }) })
  }
}
