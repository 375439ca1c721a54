import type { BoardTask } from '@mission-control/protocol'
import { Link } from '@tanstack/react-router'
import { CardTime } from '../board/card-time.tsx'
import { VisibleText } from '../log/visible-text.tsx'
import { StatusWord } from '../ui/status.tsx'

type Told = Pick<
  BoardTask,
  | 'id'
  | 'type'
  | 'summary'
  | 'status'
  | 'waiting'
  | 'createdAt'
  | 'startedAt'
  | 'processStartedAt'
  | 'reviewStartedAt'
  | 'completedAt'
  | 'ranMs'
>

/** A task in one line: how it is, what it is, how long it ran, when. */
export function TaskLine({ task }: { task: Told }) {
  const { id, type, summary, status } = task
  return (
    <li className="flex h-9 items-center gap-3 border-b border-line px-3 last:border-0">
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
      <span className="flex-none text-right text-xs text-faint">
        <CardTime card={task} />
      </span>
    </li>
  )
}
