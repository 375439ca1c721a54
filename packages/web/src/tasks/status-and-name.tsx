import type { BoardTask } from '@mission-control/protocol'
import { Link } from '@tanstack/react-router'
import { VisibleText } from '../log/visible-text.tsx'
import { StatusWord } from '../ui/status.tsx'

export type Named = Pick<BoardTask, 'id' | 'type' | 'summary' | 'status'>

/** The beginning of a task's line: how it is, and what it is, which leads to its page. */
export function StatusAndName({ task: { id, type, summary, status } }: { task: Named }) {
  return (
    <>
      <span className="w-[88px] flex-none">
        <StatusWord status={status} />
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
