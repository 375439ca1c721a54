import { useQuery } from '@tanstack/react-query'
import { useCore } from '../live/use-live.tsx'
import type { ShownTask } from './shown-task.ts'

/** Who decided about the result, which only the activity log knows. */
export function useDecider({ id, status, reviewStartedAt }: ShownTask) {
  const { client } = useCore()
  const { data = [] } = useQuery({
    queryKey: ['task', id, 'history'],
    queryFn: ({ signal }) => client.activity.list({ taskId: id, limit: 50 }, { signal }),
    enabled: reviewStartedAt !== null && (status === 'done' || status === 'failed'),
  })
  const resolved = data.find((entry) => entry.type === 'approval.resolved')
  const { resolvedBy, resolver } = resolved?.payload ?? {}
  return resolvedBy === undefined
    ? null
    : { userId: resolvedBy, name: resolver?.name ?? resolvedBy }
}
