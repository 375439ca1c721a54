import { useCallback, useEffect, useRef } from 'react'

/** Tells the other tabs that somebody has signed in here; `onNews`: somebody has in another one. */
export function useSignedIn(onNews: () => void): () => void {
  const channel = useRef<BroadcastChannel | null>(null)
  useEffect(() => {
    // Of this server's tabs, not of another one on the same host.
    const root = new URL('.', document.baseURI).pathname
    const its = new BroadcastChannel(`mission-control ${root}`)
    channel.current = its
    its.onmessage = onNews
    return () => its.close()
  }, [onNews])
  return useCallback(() => channel.current?.postMessage(null), [])
}
