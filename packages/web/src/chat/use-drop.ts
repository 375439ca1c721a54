import type { ChatTurn } from '@mission-control/protocol'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { useSay } from '../toasts/toasts.tsx'

/** Stops a running turn, or discards a queued one. */
export function useDrop(turn: ChatTurn | undefined): () => void {
  const { client } = useCore()
  const say = useSay()
  return () => {
    if (!turn) return
    client.tasks.cancel(turn.taskId).catch((error) => say(explain(error), { bad: true }))
  }
}
