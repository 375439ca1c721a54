/** The worker that all tabs of this browser share; null: the browser has no such thing. */
export function connectWorker(onError: () => void): MessagePort | null {
  if (!('SharedWorker' in globalThis)) return null
  const worker = new SharedWorker(new URL('./worker.ts', import.meta.url), {
    name: 'mission-control streams',
    type: 'module',
  })
  worker.onerror = onError
  return worker.port
}
