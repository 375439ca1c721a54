import { atFirstUse } from '../at-first-use.ts'
import type { Downloads, PackageCommand } from './downloads.ts'

export type LoadDownloads = () => Promise<Downloads>

/** The signal ends what is being made. */
export function downloadsLater(
  dataDir: string,
  command: PackageCommand,
  signal: AbortSignal,
): LoadDownloads {
  return atFirstUse(async () => {
    const { Downloads } = await import('./downloads.ts')
    return new Downloads(dataDir, command, signal)
  })
}
