import type { Client } from '@mission-control/client'
import { ApiError } from '@mission-control/client'
import type { Votes } from '@mission-control/protocol'
import { useMemo } from 'react'
import { explain } from '../app/explain.ts'
import type { Card, Intent } from '../live/live.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { isAllowed, type TaskAction } from './allowed.ts'

/** How many requests are sent at a time. */
const AT_ONCE = 6
/** How many tasks one request runs. */
const RUNS_AT_ONCE = 50

interface Options {
  feedback?: string
  /** Called after each of several tasks. */
  onProgress?: (done: number) => void
}

export type Perform = (
  action: TaskAction,
  tasks: readonly Card[],
  options?: Options,
) => Promise<void>

/**
 * Does something to one or several tasks. It shows as being sent, and as done when the server has
 * answered; what it refuses is said in its words. What isn't allowed for a task is left out.
 */
export function usePerform(): Perform {
  const { client, store } = useCore()
  const say = useSay()
  return useMemo(
    () =>
      async (action, tasks, { feedback, onProgress } = {}) => {
        const wanted = tasks.filter((task) => isAllowed(action, task))
        const refusals: string[] = []
        let done = 0
        const open = new Map<string, Votes>()
        const stayOpen = (id: string, votes: Votes) => void open.set(id, votes)
        const refuse = (task: Card, reason: string) => {
          store.send({ type: 'withdraw', id: task.id })
          refusals.push(reason)
        }
        for (const task of wanted) {
          const intent = intentOf(action, task)
          store.send({ type: 'intend', id: task.id, intent })
        }
        const portions = portionsOf(wanted, action === 'run' ? RUNS_AT_ONCE : 1).values()
        const worker = async () => {
          for (const portion of portions) {
            try {
              await perform(client, action, portion, feedback, { refuse, stayOpen })
              for (const { id } of portion) {
                const votes = open.get(id)
                if (votes) store.send({ type: 'withdraw', id })
                else store.send({ type: 'answered', id, at: Date.now() })
              }
            } catch (error) {
              for (const task of portion) refuse(task, explain(error))
            }
            done += portion.length
            onProgress?.(done)
          }
        }
        await Promise.all(Array.from({ length: AT_ONCE }, worker))
        const started = wanted.length - refusals.length
        if (action === 'run' && started > 1) {
          const to = { found: 'status:running' }
          say(text.task.started(started), { link: { label: text.task.show, to } })
        }
        if (open.size > 0) say(givenWords([...open.values()]))
        if (refusals.length > 0) {
          say(text.task.someRefused(refusals.length, refusals[0]!), { bad: true })
        }
      },
    [client, store, say],
  )
}

/** The status that the task gets if the server agrees. */
function intentOf(action: TaskAction, task: Card): Intent {
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
      return task.status === 'pending' ? 'cancelled' : 'cancelling'
  }
}

async function perform(
  client: Client,
  action: TaskAction,
  tasks: readonly Card[],
  feedback: string | undefined,
  { refuse, stayOpen }: Outcome,
): Promise<void> {
  if (action === 'run' && tasks.length > 1) {
    const outcomes = await client.tasks.runMany(tasks.map(({ id }) => id))
    outcomes.forEach((outcome, index) => {
      if ('error' in outcome) refuse(tasks[index]!, outcome.error.detail)
    })
    return
  }
  const { id } = tasks[0]!
  if (action === 'run') await client.tasks.run(id)
  else if (action === 'cancel') await client.tasks.cancel(id)
  else if (action === 'delete') await client.tasks.delete(id).catch(unlessGone)
  else {
    const decision = { decision: action, ...(feedback && { feedback }) }
    const { status, approvals } = await client.tasks.review(id, decision)
    if (status === 'review' && approvals) stayOpen(id, approvals)
  }
}

/** What did not move a task. */
interface Outcome {
  refuse: (task: Card, reason: string) => void
  /** It counts as an approval, and others have to approve as well. */
  stayOpen: (id: string, votes: Votes) => void
}

function givenWords(open: Votes[]): string {
  const [first] = open as [Votes]
  if (open.length > 1) return text.approvals.manyGiven(open.length)
  return first.repeated ? text.approvals.repeated(first) : text.approvals.counted(first)
}

/** If somebody else has deleted the task, the goal is reached. */
function unlessGone(error: unknown): void {
  if (!(error instanceof ApiError && error.status === 404)) throw error
}

function portionsOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  )
}
