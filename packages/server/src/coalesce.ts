/**
 * Makes a function of which one call at a time runs: a call during a run means one more run after it.
 * The promise resolves when a run that began after the call has ended, and rejects when one fails.
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
      // In the same turn as the last look at `wanted`: a call between the two would be lost.
      running = undefined
    }
  }

  return () => {
    wanted = true
    running ??= run()
    return running
  }
}
