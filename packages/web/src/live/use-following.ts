import { useEffect, useState } from 'react'
import { follow, keepFigures } from './follow.ts'
import { useCore } from './use-live.tsx'

/** A tab gives up its stream when it was out of sight for this long, in ms. */
const HIDDEN_MS = 60_000

/**
 * Keeps the state at the present. A browser holds six connections to a server without HTTP/2, over all its
 * tabs: those that nobody has looked at for a minute leave theirs to the others, ask for the figures each
 * minute, and catch up by their cursor when they are looked at again. `alsoHidden`: this tab keeps its stream
 * even while it is hidden.
 */
export function useFollowing(alsoHidden: boolean): void {
  const { client, store } = useCore()
  const hidden = useHiddenFor(HIDDEN_MS)
  const following = alsoHidden || !hidden
  useEffect(() => {
    if (!following) return
    const leaving = new AbortController()
    void follow(client, store, leaving.signal)
    return () => leaving.abort()
  }, [client, store, following])
  useEffect(() => {
    const leaving = new AbortController()
    keepFigures(client, store, leaving.signal)
    return () => leaving.abort()
  }, [client, store])
}

function useHiddenFor(ms: number): boolean {
  const [hidden, setHidden] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      if (document.hidden) timer = setTimeout(() => setHidden(true), ms)
      else setHidden(false)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [ms])
  return hidden
}
