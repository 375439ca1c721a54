import { useSyncExternalStore } from 'react'

export const APPEARANCES = ['light', 'dark', 'system'] as const
export type Appearance = (typeof APPEARANCES)[number]

/** Holds `light`, `dark` or nothing, as it is: public/theme.js reads it before the first paint. */
const KEY = 'mission-control.appearance'

const root = document.documentElement
const listeners = new Set<() => void>()

function current(): Appearance {
  const { theme } = root.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

function show(appearance: string | null): void {
  if (appearance === 'light' || appearance === 'dark') root.dataset.theme = appearance
  else delete root.dataset.theme
  for (const listener of listeners) listener()
}

export function setAppearance(appearance: Appearance): void {
  show(appearance)
  try {
    if (appearance === 'system') localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, appearance)
  } catch {
    return // Storage is off: the choice lasts as long as the page.
  }
}

// Follows a choice in another tab.
addEventListener('storage', ({ key, newValue }) => {
  if (key === KEY || key === null) show(newValue)
})

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useAppearance(): Appearance {
  return useSyncExternalStore(subscribe, current)
}
