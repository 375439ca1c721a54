import { useEffect, useState, useSyncExternalStore } from 'react'
import { Finder, type Found } from './finder.ts'
import type { LogSource } from './log-source.ts'
import type { Viewport } from './viewport.ts'

export function useFinder(source: LogSource, viewport: Viewport): { finder: Finder; found: Found } {
  const [finder] = useState(() => new Finder(source, viewport))
  useEffect(() => {
    const unsubscribe = source.subscribe(() => finder.goOn())
    return () => {
      unsubscribe()
      finder.stop()
    }
  }, [source, finder])
  return { finder, found: useSyncExternalStore(finder.subscribe, finder.get) }
}
