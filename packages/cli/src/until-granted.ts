import { setTimeout as sleep } from 'node:timers/promises'
import { whyRefused } from '@mission-control/durable'

const TRY_AGAIN_MS = 1_000

/** Does the work once the system lets it; as long as it doesn't, says once why, and what fills the folder. */
export async function untilGranted<T>(name: string, dir: string, work: () => T): Promise<T> {
  for (let said: string | null = null; ; ) {
    try {
      return work()
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      if (said !== code) {
        const why = await whyRefused(dir, code)
        if (why === null) throw error
        process.stderr.write(
          `The ${name} ${dir} cannot be used now: ${why} The start is tried again until it works.\n`,
        )
      }
      said = code
      await sleep(TRY_AGAIN_MS)
    }
  }
}
