/**
 * A part that many servers never need: it is loaded when somebody first does. What fails, for want of a
 * descriptor, is tried again at the next use.
 */
export function atFirstUse<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load().catch((error) => {
      loading = undefined
      throw error
    })
    return loading
  }
}
