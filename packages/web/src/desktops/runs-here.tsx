import { useState } from 'react'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { NO_WORK } from './running-here.ts'
import { TaskLine } from './task-line.tsx'
import { useRunning } from './use-running.ts'

/** Queued tasks that are shown before somebody asks for all. */
const GLANCE = 10

/** What runs on the desktop at the moment, and what will next. */
export function RunsHere({ desktopId }: { desktopId: string }) {
  const { running, queued } = useRunning().get(desktopId) ?? NO_WORK
  const [all, setAll] = useState(false)
  const shown = all ? queued : queued.slice(0, GLANCE)
  return (
    <div className="grid gap-2">
      {running.length === 0 ? (
        <p className="text-faint">{text.desktops.detail.nothingRuns}</p>
      ) : (
        <ul className="rounded-lg border border-line bg-panel">
          {running.map((task) => (
            <TaskLine key={task.id} task={task} />
          ))}
        </ul>
      )}
      {queued.length > 0 && (
        <>
          <h3 className="text-xs font-semibold text-dim">{text.task.queueLine(queued.length)}</h3>
          <ul className="rounded-lg border border-line bg-panel">
            {shown.map((task) => (
              <TaskLine key={task.id} task={task} />
            ))}
          </ul>
          {shown.length < queued.length && (
            <Button size="small" className="justify-self-start" onClick={() => setAll(true)}>
              {text.desktops.detail.showAll(queued.length)}
            </Button>
          )}
        </>
      )}
    </div>
  )
}
