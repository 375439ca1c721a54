/**
 * Aborts with `signal`, or after `ms`. `AbortSignal.any` alone may never abort: Node's looks at its sources
 * only while somebody listens or asks, and a timeout that has fired may be collected before that.
 */
export function withTimeLimit(signal: AbortSignal, ms: number): AbortSignal {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(ms)])
  limited.addEventListener('abort', () => undefined, { once: true })
  return limited
}
