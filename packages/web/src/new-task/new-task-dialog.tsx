import { text } from '../strings/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { NewTaskForm } from './new-task-form.tsx'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function NewTaskDialog({ open, onOpenChange }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={text.newTask.title}>
      <NewTaskForm onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}
