import type { Desktop } from '@mission-control/protocol'
import { Link } from '@tanstack/react-router'
import type { Card } from '../live/live.ts'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { Icon } from '../ui/icons.tsx'
import { countOf } from './running-here.ts'

interface Props {
  desktop: Desktop
  tasks: readonly Card[] | undefined
  /** All running tasks are loaded. */
  complete: boolean
}

/** What runs there: the newest of it by name, the rest as a count. */
export function RunningNow({ desktop, tasks, complete }: Props) {
  const first = tasks?.[0]
  if (!first) {
    const isIdle = desktop.status === 'running'
    return <span className="text-faint">{isIdle ? text.desktops.idle : text.desktops.nothing}</span>
  }
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Icon name={first.type} className="size-[13px] text-dim" />
      <Link
        to="/tasks/$taskId"
        params={{ taskId: first.id }}
        className={`relative z-1 truncate hover:underline ${first.type === 'command' ? 'font-mono text-xs' : ''}`}
      >
        <VisibleText text={first.summary} />
      </Link>
      {tasks.length > 1 && (
        <span
          title={text.desktops.runs(countOf(tasks, complete))}
          className="flex-none text-xs text-dim"
        >
          {text.desktops.runsFirst(tasks.length - 1)}
        </span>
      )}
    </span>
  )
}
