import { lazy, Suspense, useEffect } from 'react'
import { text } from '../strings/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const loadForm = () => import('./new-task-form.tsx')
const NewTaskForm = lazy(async () => ({ default: (await loadForm()).NewTaskForm }))

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** The form is fetched behind the first page, and is there when it is asked for. */
export function NewTaskDialog({ open, onOpenChange }: Props) {
  useEffect(() => void loadForm(), [])
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={text.createTask}>
      <Suspense fallback={<Skeleton className="mx-5 mt-3 mb-4 h-80" />}>
        <NewTaskForm onDone={() => onOpenChange(false)} />
      </Suspense>
    </Dialog>
  )
}
