import { useEffect, useRef } from 'react'

/** Ctrl+F inside of a task opens our search, because the browser's finds only the rows in sight. */
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
