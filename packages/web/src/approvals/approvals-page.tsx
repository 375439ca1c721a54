import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { usePageTitle } from '../app/page-title.ts'
import { useShortcuts } from '../app/shortcuts.ts'
import { useCore, useLive } from '../live/use-live.tsx'
import { writeStored } from '../stored/use-stored.ts'
import { text } from '../strings/index.ts'
import { ApprovalList } from './approval-list.tsx'
import { ApprovalView } from './approval-view.tsx'
import { NoApprovals } from './no-approvals.tsx'
import { useTriage } from './use-triage.ts'

/** What waits for a decision, and one of them to decide about; then the next. On a phone one or the other. */
export function ApprovalsPage() {
  usePageTitle(text.pages.approvals)
  useForgottenFeedback()
  const navigate = useNavigate()
  const triage = useTriage()
  const { selected, step } = triage
  const [open, setOpen] = useState(false)
  const loading = useLive((live) => live.connection.state === 'loading')
  const openTask = (taskId: string) => void navigate({ to: '/tasks/$taskId', params: { taskId } })
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    arrowdown: () => step(1),
    arrowup: () => step(-1),
    enter: () => selected && openTask(selected),
  })
  if (selected === undefined && !loading) return <NoApprovals />
  return (
    <div className="flex min-h-0 flex-1">
      <ApprovalList
        triage={triage}
        onShow={() => setOpen(true)}
        onOpen={openTask}
        className={open ? 'phone:hidden' : ''}
      />
      {selected !== undefined && (
        <ApprovalView
          triage={triage}
          taskId={selected}
          onClose={() => setOpen(false)}
          className={open ? '' : 'phone:hidden'}
        />
      )}
    </div>
  )
}

/** A note belongs to a decision. When that is made, here or elsewhere, its draft is deleted. */
function useForgottenFeedback(): void {
  const { store } = useCore()
  useEffect(
    () =>
      store.watch(({ type, payload }) => {
        if (type === 'approval.resolved') writeStored(`feedback.${payload.taskId}`, undefined)
      }),
    [store],
  )
}
