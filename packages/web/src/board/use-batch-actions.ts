import { useMemo } from 'react'
import { useGuard } from '../account/use-guard.ts'
import { explain } from '../app/explain.ts'
import type { Card } from '../live/live.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import type { TaskAction } from '../tasks/allowed.ts'
import { useAsk } from '../tasks/ask.tsx'
import { useSay } from '../toasts/toasts.tsx'

/** Actions on a whole batch: each is applied to all tasks that allow it. */
export function useBatchActions(batchId: string) {
  const { client, store } = useCore()
  const ask = useAsk()
  const say = useSay()
  const guard = useGuard()
  return useMemo(() => {
    /** All tasks of the batch, also those whose cards aren't loaded. */
    const cards = async (): Promise<Card[]> => {
      const { batch, cursor } = await client.board.batch(batchId)
      const { cards } = store.get()
      return batch.tasks.map((task) => cards.get(task.id) ?? { ...task, asOf: cursor })
    }
    const told = (work: () => Promise<void>) => {
      work().catch((error: unknown) => say(explain(error), { bad: true }))
    }
    return {
      act: (action: TaskAction) => told(async () => ask(action, await cards())),
      /** Only the failed tasks; the others have their result. */
      retry: () =>
        told(async () => {
          if (!guard('tasks')) return
          const failed = (await cards()).filter(({ status }) => status === 'failed')
          const ids = failed.map(({ id }) => id)
          if (ids.length === 0) return
          const [first, second] = await client.tasks.rerun({ ids, run: true })
          if (!first) return
          const to = second ? { batchId: first.batchId ?? '' } : { taskId: first.id }
          say(text.batch.startedAgain(ids.length), { link: { label: text.task.open, to } })
        }),
    }
  }, [batchId, client, store, ask, say, guard])
}
