import { useRef } from 'react'
import { useWholeColumn } from '../board/use-more-pages.ts'
import type { Card } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { type Work, workByDesktop } from './running-here.ts'

type Works = ReadonlyMap<string, Work>

/**
 * What the desktops have to do. One's work stays the same object as long as the same tasks run and are
 * queued there, however much they print.
 */
export function useRunning(): Works {
  useWholeColumn('running')
  const last = useRef<Works>(new Map())
  return useLive((live) => {
    const works = new Map<string, Work>()
    for (const [desktopId, work] of workByDesktop(live)) {
      const known = last.current.get(desktopId)
      works.set(desktopId, known && sameWork(known, work) ? known : work)
    }
    last.current = works
    return works
  }, sameWorks)
}

function sameWork(a: Work, b: Work): boolean {
  return sameTasks(a.running, b.running) && sameTasks(a.queued, b.queued)
}

function sameTasks(a: readonly Card[], b: readonly Card[]): boolean {
  return a.length === b.length && a.every(({ id }, i) => id === b[i]!.id)
}

function sameWorks(a: Works, b: Works): boolean {
  return a.size === b.size && [...a].every(([desktopId, work]) => b.get(desktopId) === work)
}
