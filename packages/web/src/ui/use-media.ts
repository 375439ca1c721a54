import { useCallback, useSyncExternalStore } from 'react'

/** Whether the media query holds; for what classes alone can't do. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}

/** As the classes with `phone:`. */
export const PHONE = '(width < 48rem)'
