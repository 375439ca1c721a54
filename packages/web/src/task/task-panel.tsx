import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { usePageTitle } from '../app/page-title.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { useSelection } from '../board/selection.ts'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { NoTask } from './no-task.tsx'
import type { TaskTab } from './parts.tsx'
import { TaskPage } from './task-page.tsx'
import { TITLE_ID } from './title-id.ts'
import { usePanelFocus } from './use-panel-focus.ts'
import { useTask } from './use-task.ts'

/** A task over the board, which stays in use beside it; on a phone it takes the whole screen. */
export function TaskPanel() {
  const { taskId } = useParams({ from: '/inside/board/tasks/$taskId' })
  const navigate = useNavigate()
  const { setCursor } = useSelection()
  const panel = useRef<HTMLElement>(null)
  const [tab, setTab] = useState<TaskTab>('output')
  const close = () => void navigate({ to: '/' })
  useShortcuts({ escape: close })
  usePanelFocus(panel, taskId)
  useEffect(() => {
    setCursor(taskId)
  }, [setCursor, taskId])
  return (
    <section
      ref={panel}
      data-panel
      role="dialog"
      aria-labelledby={TITLE_ID}
      tabIndex={-1}
      className="@container absolute inset-y-0 right-0 z-20 flex w-[min(1180px,calc(100vw-52px-220px))] animate-appear flex-col border-l border-line bg-bg shadow-float outline-none phone:fixed phone:inset-0 phone:z-30 phone:w-auto phone:border-0"
    >
      <Content key={taskId} taskId={taskId} tab={tab} onTab={setTab} onClose={close} />
    </section>
  )
}

interface ContentProps {
  taskId: string
  tab: TaskTab
  onTab: (tab: TaskTab) => void
  onClose: () => void
}

function Content({ taskId, tab, onTab, onClose }: ContentProps) {
  const loaded = useTask(taskId)
  const deleting = useLive((live) => live.cards.get(taskId)?.hidden === true)
  useEffect(() => {
    if (deleting) onClose()
  })
  usePageTitle(loaded.state === 'there' ? loaded.task.summary : text.taskPage.task)
  return loaded.state === 'there' ? (
    <TaskPage task={loaded.task} tab={tab} onTab={onTab} onClose={onClose} />
  ) : (
    <NoTask loaded={loaded} taskId={taskId} onClose={onClose} />
  )
}
