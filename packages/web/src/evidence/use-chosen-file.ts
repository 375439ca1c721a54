import { useState } from 'react'
import type { TaskTab } from '../task/parts.tsx'

/** The file that somebody chose; a new object each time. */
export interface ChosenFile {
  path: string
}

/** Which of the changed files somebody wants to see, and the way to it. */
export function useChosenFile(onTab: (tab: TaskTab) => void) {
  const [chosen, setChosen] = useState<ChosenFile | null>(null)
  const openChanges = (path: string | null) => {
    setChosen(path === null ? null : { path })
    onTab('changes')
  }
  return { chosen, openChanges }
}
