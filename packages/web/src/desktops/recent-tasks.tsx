import { firstLine } from '@mission-control/protocol'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { explain } from '../app/explain.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { TaskLine } from './task-line.tsx'

const SHOWN = 20
/** Running tasks are listed above. */
const ASKED = 50

/** The last tasks of the desktop; loaded again whenever something happens to one of them. */
export function RecentTasks({ desktopId }: { desktopId: string }) {
  const { client } = useCore()
  const last = useLive((live) => {
    const about = ({ type, payload }: (typeof live.activity)[number]) =>
      type.startsWith('task.') && payload.desktopId === desktopId
    return live.activity.find(about)?.id ?? 0
  })
  const tasks = useQuery({
    queryKey: ['desktop tasks', desktopId, last],
    queryFn: async ({ signal }) => await client.tasks.list({ desktopId, limit: ASKED }, { signal }),
    placeholderData: keepPreviousData,
  })
  if (tasks.error) {
    return (
      <p role="alert" className="flex items-center gap-2 text-failed">
        {explain(tasks.error)}
        <Button size="small" onClick={() => tasks.refetch()}>
          {text.actions.retry}
        </Button>
      </p>
    )
  }
  if (!tasks.data) return <Skeleton className="h-36 rounded-lg" />
  const others = tasks.data.filter(({ status }) => status !== 'running').slice(0, SHOWN)
  if (others.length === 0) {
    return <p className="text-faint">{text.desktops.detail.noTasks}</p>
  }
  return (
    <ul className="rounded-lg border border-line bg-panel">
      {others.map((task) => (
        <TaskLine key={task.id} task={{ ...task, summary: firstLine(task.content) }} />
      ))}
    </ul>
  )
}
