import { useEffect, useRef } from 'react'
import { type Chord, isMac, SHORTCUTS } from './shortcut-table.ts'

/** These keys repeat while they are held down; any other acts once. */
const MOVES = new Set<string>(
  Object.values(SHORTCUTS).flatMap(({ group, chords }) => (group === 'move' ? chords : [])),
)

/** What each key does. Only keys of the table can be bound, so the sheet lists them all. */
type Bindings = Partial<Record<Chord, () => void>>

/**
 * Binds keys to what they do, while the component is there and `active`. Typing into a field never
 * triggers one; a chord with Mod does, from anywhere. `isLast`: only what nothing else on the page has
 * taken.
 */
export function useShortcuts(bindings: Bindings, active = true, isLast = false): void {
  const latest = useRef(bindings)
  latest.current = bindings
  useEffect(() => {
    if (!active) return
    const onKeyDown = (event: KeyboardEvent) => {
      const chord = chordOf(event)
      const action = latest.current[chord as Chord]
      if (!action || event.defaultPrevented || event.isComposing) return
      if (event.repeat && !MOVES.has(chord)) return
      if (!chord.startsWith('Mod+') && (isTyping(event.target) || isModalOpen())) return
      if (chord === 'enter' && isPressed(event.target)) return
      event.preventDefault()
      action()
    }
    const target: EventTarget = isLast ? window : document
    const listener = onKeyDown as (event: Event) => void
    target.addEventListener('keydown', listener)
    return () => target.removeEventListener('keydown', listener)
  }, [active, isLast])
}

function chordOf(event: KeyboardEvent): string {
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

/** Enter is the key of a button or link that has the focus. */
function isPressed(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary') !== null
}

/** A dialog or an open menu has the keys for itself; the task's panel is no such dialog. */
export function isModalOpen(): boolean {
  const modal = '[role=dialog][data-state=open]:not([data-panel]), [role=menu], [role=alertdialog]'
  return document.querySelector(modal) !== null
}
