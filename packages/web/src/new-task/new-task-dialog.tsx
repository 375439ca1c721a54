import { Suspense, useEffect, useState } from 'react'
import { ahead, lazily } from '../app/loaded.ts'
import { text } from '../strings/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const loadForm = () => import('./new-task-form.tsx')
const NewTaskForm = lazily(loadForm, 'NewTaskForm')
const AgainForm = lazily(() => import('./again-form.tsx'), 'AgainForm')

/** What the form begins with, instead of the draft. */
export interface Start {
  desktopIds?: readonly string[]
  /** The task that is run again, changed. */
  again?: string
}

interface Props {
  /** null: it is closed. */
  start: Start | null
  onClose: () => void
}

/** The form is fetched after the first page, so that it opens at once. */
export function NewTaskDialog({ start, onClose }: Props) {
  useEffect(() => ahead(loadForm), [])
  // While it closes, its content stays.
  const [shown, setShown] = useState<Start>({})
  if (start && start !== shown) setShown(start)
  const { again, desktopIds } = shown
  return (
    <Dialog
      open={start !== null}
      onOpenChange={onClose}
      title={again ? text.task.editAgain : text.createTask}
    >
      <Suspense fallback={<Skeleton className="mx-5 mt-3 mb-4 h-80" />}>
        {again ? (
          <AgainForm key={again} taskId={again} onDone={onClose} />
        ) : (
          <NewTaskForm desktopIds={desktopIds} onDone={onClose} />
        )}
      </Suspense>
    </Dialog>
  )
}
