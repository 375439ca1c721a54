import { useCallback, useEffect, useRef } from 'react'

/**
 * Tells the other tabs that somebody signed in here; `onNews`: somebody signed in in another tab.
 */
export function useSignedIn(onNews: () => void): () => void {
  const channel = useRef<BroadcastChannel | null>(null)
  useEffect(() => {
    // For tabs of this server, not of another server on the same host.
    const root = new URL('.', document.baseURI).pathname
    const its = new BroadcastChannel(`mission-control ${root}`)
    channel.current = its
    its.onmessage = onNews
    return () => its.close()
  }, [onNews])
  return useCallback(() => channel.current?.postMessage(null), [])
}
