import { setTimeout as sleep } from 'node:timers/promises'
import { inWords, largestBelow } from '@mission-control/durable'

const TRY_AGAIN_MS = 1_000

/** What the system refuses now and may grant later. */
const WHY: Record<string, string> = {
  ENOSPC: 'its disk is full',
  EDQUOT: 'its disk is full for this user',
  EROFS: 'its disk is read-only',
  EIO: 'its disk fails',
  EMFILE: 'this process has too many files open',
  ENFILE: 'this machine has too many files open',
}

/** Does the work once the system lets it; as long as it doesn't, says once why, and what fills the folder. */
export async function untilGranted<T>(name: string, dir: string, work: () => T): Promise<T> {
  for (let said = ''; ; ) {
    try {
      return work()
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      const why = WHY[code]
      if (why === undefined) throw error
      if (said !== code) {
        const parts = why.includes('full') ? ` ${inWords(await largestBelow(dir))}` : ''
        process.stderr.write(
          `The ${name} ${dir} cannot be used now: ${why} (${code}).${parts} The start is tried again until it works.\n`,
        )
      }
      said = code
      await sleep(TRY_AGAIN_MS)
    }
  }
}
