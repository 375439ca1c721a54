import { useEffect, useRef } from 'react'

/** `n`, `Shift+R`, `Mod+k`: Mod is ⌘ on a Mac and Ctrl elsewhere. */
export type Chord = string

const isMac = /Mac|iP(hone|ad)/.test(navigator.userAgent)
export const MOD = isMac ? '⌘' : 'Ctrl '

const MOVES = new Set(['j', 'k', 'h', 'l', 'arrowdown', 'arrowup', 'arrowleft', 'arrowright'])

/**
 * Binds keys to what they do, while the component is there and `active`. Typing into a field never
 * triggers one; a chord with Mod does, from anywhere.
 */
export function useShortcuts(bindings: Record<Chord, () => void>, active = true): void {
  const latest = useRef(bindings)
  latest.current = bindings
  useEffect(() => {
    if (!active) return
    const onKeyDown = (event: KeyboardEvent) => {
      const chord = chordOf(event)
      const action = latest.current[chord]
      if (!action || event.defaultPrevented || event.isComposing) return
      // A key that is held down moves on and on, but decides once.
      if (event.repeat && !MOVES.has(chord)) return
      if (!chord.startsWith('Mod+') && (isTyping(event.target) || isModalOpen())) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [active])
}

function chordOf(event: KeyboardEvent): Chord {
  if (event.altKey) return ''
  const mod = isMac ? event.metaKey : event.ctrlKey
  if (mod) return `Mod+${event.key.toLowerCase()}`
  if (event.metaKey || event.ctrlKey) return ''
  const isLetter = /^[a-z]$/i.test(event.key)
  return event.shiftKey && isLetter ? `Shift+${event.key.toUpperCase()}` : event.key.toLowerCase()
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  )
}

/** A dialog or an open menu has the keys for itself; the task's panel is no such dialog. */
function isModalOpen(): boolean {
  const modal = '[role=dialog][data-state=open]:not([data-panel]), [role=menu], [role=alertdialog]'
  return document.querySelector(modal) !== null
}
