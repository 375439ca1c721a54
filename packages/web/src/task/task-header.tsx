import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { keysOf } from '../app/shortcut-table.ts'
import { useLive } from '../live/use-live.tsx'
import { MiddleText } from '../log/middle-text.tsx'
import { text } from '../strings/index.ts'
import { IconButton } from '../ui/button.tsx'
import { StatusIcon } from '../ui/status.tsx'
import { useCopy } from '../ui/use-copy.ts'
import type { ShownTask } from './shown-task.ts'
import { TaskActions } from './task-actions.tsx'
import { TaskTitle } from './task-title.tsx'

const words = text.taskPage

export const TaskHeader = memo(function TaskHeader({
  task,
  onClose,
}: {
  task: ShownTask
  onClose: () => void
}) {
  return (
    <header className="grid flex-none grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1 px-5 pt-3 pb-1 phone:px-4">
      <Crumbs task={task} />
      <IconButton
        icon="close"
        label={words.close}
        keys={keysOf('close')}
        onClick={onClose}
        className="-mr-2"
      />
      <div className="col-span-2 flex items-start gap-2.5 @max-xl:flex-wrap">
        <StatusIcon status={task.status} className="mt-[5px] size-[17px]" />
        <span role="status" className="sr-only">
          {text.status[task.status]}
        </span>
        <TaskTitle task={task} />
        <TaskActions task={task} />
      </div>
    </header>
  )
})

function Crumbs({ task: { id, desktopId } }: { task: ShownTask }) {
  const desktop = useLive((live) => live.desktops.get(desktopId))
  const { copied, copy } = useCopy(id)
  return (
    <nav aria-label={words.crumbs} className="flex min-w-0 items-center gap-1.5 text-sm text-dim">
      {desktop ? (
        <Link
          to="/desktops/$desktopId"
          params={{ desktopId }}
          className="flex min-w-0 max-w-[36ch] hover:text-text hover:underline"
        >
          <MiddleText text={desktop.name} />
        </Link>
      ) : (
        <span className="truncate">{text.task.gone}</span>
      )}
      <span aria-hidden="true" className="text-faint">
        /
      </span>
      <span className="truncate font-mono text-xs" title={id}>
        {id.slice(0, 12)}…{id.slice(-4)}
      </span>
      <IconButton
        icon={copied ? 'check' : 'copy'}
        label={copied ? text.actions.copied : words.copyId}
        onClick={copy}
        className="-ml-1 size-6"
      />
    </nav>
  )
}
