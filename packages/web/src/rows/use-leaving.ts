import { type KeyboardEvent, type TouchEvent, useRef, type WheelEvent } from 'react'
import type { Viewport } from './viewport.ts'

const UP_KEYS = ['PageUp', 'ArrowUp', 'Home']
/** px; a finger is never quite still. */
const STILL = 4

/**
 * Stops following as soon as somebody means to scroll up: by the time the scroll bar has moved,
 * what is printed may have pulled it back.
 */
export function useLeaving(viewport: Viewport) {
  const touchedAt = useRef(0)
  return {
    onWheel(event: WheelEvent) {
      if (event.deltaY < 0) viewport.stopFollowing()
    },
    onTouchStart(event: TouchEvent) {
      touchedAt.current = event.touches[0]!.clientY
    },
    onTouchMove(event: TouchEvent) {
      if (event.touches[0]!.clientY > touchedAt.current + STILL) viewport.stopFollowing()
    },
    onKeyDown(event: KeyboardEvent) {
      if (UP_KEYS.includes(event.key)) viewport.stopFollowing()
    },
  }
}
