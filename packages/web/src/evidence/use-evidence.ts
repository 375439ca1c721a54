import type { TaskEvidence } from '@mission-control/protocol'
import { useQuery } from '@tanstack/react-query'
import { useCore } from '../live/use-live.tsx'
import type { ShownTask } from '../task/shown-task.ts'

/** How often it is loaded again while the agent works, in ms. */
const WHILE_RUNNING = 5_000

export interface Evidence {
  /** undefined: not here yet. */
  evidence: TaskEvidence | undefined
  error: Error | null
  retry: () => void
}

/** What a prompt's run has done to its desktop; loaded again whenever something happens to the task. */
export function useEvidence({ id, type, status, startedAt }: ShownTask): Evidence {
  const { client } = useCore()
  const { data, error, refetch } = useQuery({
    queryKey: ['task', id, 'evidence'],
    queryFn: ({ signal }) => client.tasks.evidence(id, { signal }),
    enabled: type === 'prompt' && startedAt !== null,
    refetchInterval: status === 'running' && WHILE_RUNNING,
  })
  return { evidence: data, error, retry: () => void refetch() }
}

/** How many files have changed, as far as is known. */
export function changeCount({ evidence }: Evidence): number {
  return evidence?.filesTotal ?? evidence?.files?.length ?? 0
}
