import { useCallback, useState } from 'react'
import { text } from '../strings/index.ts'
import type { TaskAction } from './allowed.ts'
import { type Perform, usePerform } from './use-task-actions.ts'

interface Progress {
  action: TaskAction
  done: number
  all: number
}

/** `usePerform`, and how far it has come with several tasks. */
export function useProgress(): { perform: Perform; progress: Progress | null } {
  const perform = usePerform()
  const [progress, setProgress] = useState<Progress | null>(null)
  const performVisibly = useCallback<Perform>(
    async (action, tasks, options) => {
      const all = tasks.length
      const onProgress = (done: number) => setProgress({ action, done, all })
      if (all > 1) onProgress(0)
      await perform(action, tasks, { ...options, ...(all > 1 && { onProgress }) })
      setProgress(null)
    },
    [perform],
  )
  return { perform: performVisibly, progress }
}

export function ProgressSign({ action, done, all }: Progress) {
  return (
    <div
      role="status"
      className="fixed bottom-4 left-1/2 z-50 flex w-72 -translate-x-1/2 items-center gap-3 rounded-lg border border-line bg-panel px-3 py-2 shadow-float phone:bottom-16"
    >
      <span className="whitespace-nowrap">
        {text.task[action]} {text.board.progress(done, all)}
      </span>
      <progress
        aria-label={text.task[action]}
        max={all}
        value={done}
        className="h-1.5 min-w-0 flex-1 accent-accent"
      />
    </div>
  )
}
