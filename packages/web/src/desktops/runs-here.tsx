import { text } from '../strings/index.ts'
import { TaskLine } from './task-line.tsx'
import { useRunning } from './use-running.ts'

/** What runs on the desktop at the moment. */
export function RunsHere({ desktopId }: { desktopId: string }) {
  const tasks = useRunning().get(desktopId)
  if (!tasks) return <p className="text-faint">{text.desktops.detail.nothingRuns}</p>
  return (
    <ul className="rounded-lg border border-line bg-panel">
      {tasks.map((task) => (
        <TaskLine key={task.id} task={task} />
      ))}
    </ul>
  )
}
