import { useRef } from 'react'
import type { Card } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { runningByDesktop } from './running-here.ts'

type Running = ReadonlyMap<string, readonly Card[]>

/**
 * The running tasks by desktop. A desktop's list stays the same object as long as the same tasks run
 * there, however much they print.
 */
export function useRunning(): Running {
  const last = useRef<Running>(new Map())
  return useLive((live) => {
    const running = new Map<string, readonly Card[]>()
    for (const [desktopId, cards] of runningByDesktop(live)) {
      const known = last.current.get(desktopId)
      running.set(desktopId, known && sameTasks(known, cards) ? known : cards)
    }
    last.current = running
    return running
  }, sameLists)
}

function sameTasks(a: readonly Card[], b: readonly Card[]): boolean {
  return a.length === b.length && a.every(({ id }, i) => id === b[i]!.id)
}

function sameLists(a: Running, b: Running): boolean {
  return a.size === b.size && [...a].every(([desktopId, cards]) => b.get(desktopId) === cards)
}
