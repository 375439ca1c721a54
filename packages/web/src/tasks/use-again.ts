import { isFinal, type TaskStatus } from '@mission-control/protocol'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useGuard } from '../account/use-guard.ts'
import { explain } from '../app/explain.ts'
import { copyText } from '../clipboard/copy-text.ts'
import { useCore } from '../live/use-live.tsx'
import { useNewTask } from '../new-task/new-task.tsx'
import { text } from '../strings/index.ts'
import { useSay } from '../toasts/toasts.tsx'
import { curlFor } from './curl.ts'

/** Whether the task can be run again. */
export const isOver = ({ status }: { status: TaskStatus }) => isFinal(status)

/** What can be done with a task that needs its whole content, which a card doesn't hold. */
export function useAgain() {
  const { client } = useCore()
  const navigate = useNavigate()
  const newTask = useNewTask()
  const say = useSay()
  const guard = useGuard()
  return useMemo(() => {
    const told = (work: (id: string) => Promise<void>) => async (id: string) => {
      try {
        await work(id)
      } catch (error) {
        say(explain(error), { bad: true })
      }
    }
    return {
      /** Runs the same again as a new task, and goes to its page. */
      runAgain: told(async (id) => {
        if (!guard('tasks')) return
        const [task] = await client.tasks.rerun({ ids: [id], run: true })
        if (!task) return
        if (task.error) say(task.error.message, { bad: true })
        await navigate({ to: '/tasks/$taskId', params: { taskId: task.id } })
      }),
      /** Opens the form with the task, to change it and run it again. */
      editAgain: (id: string) => newTask({ again: id }),
      copyCurl: told(async (id) => {
        const task = await client.tasks.get(id)
        await copyText(curlFor(task, new URL('.', document.baseURI).href))
        say(text.task.copiedCurl)
      }),
    }
  }, [client, navigate, newTask, say, guard])
}
