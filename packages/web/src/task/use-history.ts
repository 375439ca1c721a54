import { useQuery } from '@tanstack/react-query'
import { useCore } from '../live/use-live.tsx'
import type { ShownTask } from './shown-task.ts'

interface History {
  /** When it entered review: ISO; null: it hasn't, or that isn't known any more. */
  reviewedFrom: string | null
  /** The id of who decided about the result. */
  decidedBy: string | null
}

/** What only the activity log tells about a task that needs approval. */
export function useHistory({ id, status, requiresApproval }: ShownTask): History {
  const { client } = useCore()
  const { data = [] } = useQuery({
    queryKey: ['task', id, 'history'],
    queryFn: ({ signal }) => client.activity.list({ taskId: id, limit: 50 }, { signal }),
    enabled: requiresApproval && !['pending', 'running', 'cancelled'].includes(status),
  })
  const entered = data.find(({ type }) => type === 'task.review')
  const resolved = data.find((entry) => entry.type === 'approval.resolved')
  return {
    reviewedFrom: entered?.at ?? null,
    decidedBy: resolved?.payload.resolvedBy ?? null,
  }
}
