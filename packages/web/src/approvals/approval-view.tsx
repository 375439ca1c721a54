import { useEffect, useRef } from 'react'
import { visible } from '../log/blanks.ts'
import { text } from '../strings/index.ts'
import { NoTask } from '../task/no-task.tsx'
import { useTask } from '../task/use-task.ts'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Icon } from '../ui/icons.tsx'
import { ApprovalContent } from './approval-content.tsx'
import type { Triage } from './use-triage.ts'

interface Props {
  triage: Triage
  taskId: string
  onClose: () => void
  className: string
}

/** The one that is to be decided about now. */
export function ApprovalView({ triage: { ids, step }, taskId, onClose, className }: Props) {
  const pane = useRef<HTMLElement>(null)
  const loaded = useTask(taskId)
  const label = loaded.state === 'there' ? visible(loaded.task.summary) : text.taskPage.task
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each task.
  useEffect(() => {
    // The focus was in the decision box, which is gone now.
    if (document.activeElement === document.body) pane.current?.focus({ preventScroll: true })
  }, [taskId])
  return (
    <section
      ref={pane}
      data-panel
      data-shown-task={taskId}
      aria-label={label}
      tabIndex={-1}
      className={classNames(
        '@container flex min-h-0 min-w-0 flex-1 flex-col outline-none',
        className,
      )}
    >
      <nav className="flex h-11 flex-none items-center gap-1 border-b border-line px-2 desk:hidden">
        <h1 className="sr-only">{text.pages.approvals}</h1>
        <button
          type="button"
          onClick={onClose}
          className="flex h-9 flex-1 items-center gap-1 px-2 text-dim"
        >
          <Icon name="left" />
          {text.approvals.back}
        </button>
        <span className="px-1 text-dim">
          {text.approvals.place(ids.indexOf(taskId) + 1, ids.length)}
        </span>
        <IconButton icon="down" label={text.approvals.next} onClick={() => step(1)} />
        <IconButton icon="up" label={text.approvals.previous} onClick={() => step(-1)} />
      </nav>
      {loaded.state === 'there' ? (
        <ApprovalContent key={taskId} task={loaded.task} />
      ) : (
        <NoTask loaded={loaded} taskId={taskId} onClose={onClose} />
      )}
    </section>
  )
}
