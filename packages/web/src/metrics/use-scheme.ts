import { useSyncExternalStore } from 'react'

const root = document.documentElement
const dark = matchMedia('(prefers-color-scheme: dark)')

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(root, { attributes: true, attributeFilter: ['data-theme'] })
  dark.addEventListener('change', listener)
  return () => {
    observer.disconnect()
    dark.removeEventListener('change', listener)
  }
}

const scheme = () => root.dataset.theme ?? (dark.matches ? 'dark' : 'light')

/** Light or dark, as the page is now; for what has to be drawn again. */
export function useScheme(): string {
  return useSyncExternalStore(subscribe, scheme)
}
