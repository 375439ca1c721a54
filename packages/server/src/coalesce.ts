/**
 * Makes a function that runs once at a time: a call during a run causes one more run afterwards.
 * The promise resolves when a run that began after the call has ended, and rejects when it fails.
 */
export function coalesce(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let wanted = false

  async function run(): Promise<void> {
    try {
      while (wanted) {
        wanted = false
        await work()
      }
    } finally {
      // In the same turn of the event loop as the last look at `wanted`; a call between the two
      // would be lost.
      running = undefined
    }
  }

  return () => {
    wanted = true
    running ??= run()
    return running
  }
}
