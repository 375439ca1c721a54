import { useEffect, useRef } from 'react'

/** The browser's own search knows only the rows in sight: inside of the task its key opens ours. */
export function useFindKey(search: () => void): void {
  const latest = useRef(search)
  latest.current = search
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return
      if (!(event.target instanceof Element && event.target.closest('[data-panel]'))) return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
