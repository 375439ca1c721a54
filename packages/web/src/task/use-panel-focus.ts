import { type RefObject, useEffect } from 'react'
import { focusCard } from '../board/focus-card.ts'

/** The focus goes into the panel when it opens, and to the task's card when it closes. */
export function usePanelFocus(panel: RefObject<HTMLElement | null>, taskId: string): void {
  useEffect(() => {
    panel.current?.focus({ preventScroll: true })
  }, [panel])
  useEffect(() => {
    const element = panel.current
    return () => {
      // If the focus has moved elsewhere meanwhile, it stays there.
      if (element?.isConnected || document.activeElement !== document.body) return
      requestAnimationFrame(() => focusCard(taskId))
    }
  }, [panel, taskId])
}
