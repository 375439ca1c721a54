import { useEffect } from 'react'
import { waitingForYou } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'

/** The window's title: the page, and how many tasks wait for you. */
export function usePageTitle(page: string): void {
  const waiting = useLive(waitingForYou)
  useEffect(() => {
    document.title = text.title(page, waiting)
  }, [page, waiting])
}
