import { Link } from '@tanstack/react-router'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import type { ShownTask } from './shown-task.ts'
import { wayOut } from './ways-out.ts'

const words = text.taskPage.wayOut

/** Links to the page where the cause of a failure can be put right. */
export function WayOut({ task }: { task: ShownTask }) {
  const desktop = useLive((live) => live.desktops.get(task.desktopId))
  const way = wayOut(task, desktop)
  if (way === null) return null
  return (
    <Link
      to="/desktops/$desktopId"
      params={{ desktopId: task.desktopId }}
      search={way === 'agent' ? { view: 'agent' } : {}}
      className="justify-self-start font-[550] text-accent hover:underline"
    >
      {words[way]}
    </Link>
  )
}
