import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Viewport } from '../rows/viewport.ts'
import { Finder, type Found } from './finder.ts'
import type { LogSource } from './log-source.ts'

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
