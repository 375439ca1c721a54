import { useRouter } from '@tanstack/react-router'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { useGuard } from '../account/use-guard.ts'
import { NewTaskDialog, type Start } from './new-task-dialog.tsx'

type OpenNewTask = (start?: Start) => void

const NewTaskContext = createContext<OpenNewTask>(() => undefined)

/** Opens the form for a new task. */
export const useNewTask = () => useContext(NewTaskContext)

export function NewTaskProvider({ children }: { children: ReactNode }) {
  const router = useRouter()
  const guard = useGuard()
  const [start, setStart] = useState<Start | null>(null)
  const open = useCallback<OpenNewTask>(
    (wanted) => {
      if (!guard('tasks')) return
      const here = router.state.matches.find(({ routeId }) => routeId.endsWith('/$desktopId'))
      const desktopId = (here?.params as { desktopId?: string } | undefined)?.desktopId
      setStart(wanted ?? (desktopId ? { desktopIds: [desktopId] } : {}))
    },
    [router, guard],
  )
  return (
    <NewTaskContext value={open}>
      {children}
      <NewTaskDialog start={start} onClose={() => setStart(null)} />
    </NewTaskContext>
  )
}
