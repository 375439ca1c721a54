import { useQuery } from '@tanstack/react-query'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { NewTaskForm } from './new-task-form.tsx'

/** The form, filled with what a task was: the changed copy is its next try. */
export function AgainForm({ taskId, onDone }: { taskId: string; onDone: () => void }) {
  const { client } = useCore()
  const { data: task, error } = useQuery({
    queryKey: ['again', taskId],
    queryFn: ({ signal }) => client.tasks.get(taskId, { signal }),
    gcTime: 0, // Its feedback may be a moment old.
  })
  if (task) return <NewTaskForm again={task} onDone={onDone} />
  if (!error) return <Skeleton className="mx-5 mt-3 mb-4 h-80" />
  return (
    <p role="alert" className="px-5 pt-3 pb-5 text-failed">
      {explain(error)}
    </p>
  )
}
