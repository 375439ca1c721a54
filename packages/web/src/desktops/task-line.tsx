import { CardTime, type Timed } from '../board/card-time.tsx'
import { isWaiting } from '../live/waiting.ts'
import { type Named, StatusAndName } from '../tasks/status-and-name.tsx'

/** A task in one line: how it is, what it is, how long it ran, when. */
export function TaskLine({ task }: { task: Named & Timed }) {
  return (
    <li className="flex h-9 items-center gap-3 border-b border-line px-3 last:border-0">
      <StatusAndName task={task} isQueued={isWaiting(task)} />
      <span className="flex-none text-right text-xs text-faint">
        <CardTime card={task} />
      </span>
    </li>
  )
}
