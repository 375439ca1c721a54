import type { BoardTask } from '@mission-control/protocol'
import { Link } from '@tanstack/react-router'
import { VisibleText } from '../log/visible-text.tsx'
import { text } from '../strings/index.ts'
import { StatusIcon, StatusWord } from '../ui/status.tsx'

export type Named = Pick<BoardTask, 'id' | 'type' | 'summary' | 'status'>

interface Props {
  task: Named
  /** The task's status is running, but its process hasn't started. */
  isQueued?: boolean
}

/** The beginning of a task's line: how it is, and what it is, which leads to its page. */
export function StatusAndName({ task, isQueued = false }: Props) {
  const { id, type, summary, status } = task

  return (
    <>
      <span className="w-[88px] flex-none">
        {isQueued ? (
          <span className="inline-flex items-center gap-1.5 text-dim">
            <StatusIcon status="pending" />
            {text.taskPage.queuedFor}
          </span>
        ) : (
          <StatusWord status={status} />
        )}
      </span>
      <Link
        to="/tasks/$taskId"
        params={{ taskId: id }}
        className={`min-w-0 flex-1 truncate hover:underline ${type === 'command' ? 'font-mono text-xs' : ''}`}
      >
        <VisibleText text={summary} />
      </Link>
    </>
  )
}
