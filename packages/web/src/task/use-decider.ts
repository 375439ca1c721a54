import { useQuery } from '@tanstack/react-query'
import { useCore } from '../live/use-live.tsx'
import type { ShownTask } from './shown-task.ts'

/** The id of the person who decided about the result, which only the activity log knows. */
export function useDecider({ id, status, reviewStartedAt }: ShownTask): string | null {
  const { client } = useCore()
  const { data = [] } = useQuery({
    queryKey: ['task', id, 'history'],
    queryFn: ({ signal }) => client.activity.list({ taskId: id, limit: 50 }, { signal }),
    enabled: reviewStartedAt !== null && (status === 'done' || status === 'failed'),
  })
  const resolved = data.find((entry) => entry.type === 'approval.resolved')
  return resolved?.payload.resolvedBy ?? null
}
