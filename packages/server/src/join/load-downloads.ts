import type { Downloads, PackageCommand } from './downloads.ts'

export type LoadDownloads = () => Promise<Downloads>

/** Loaded by whoever needs them first; what is being made ends with the signal. */
export function downloadsLater(
  dataDir: string,
  command: PackageCommand,
  signal: AbortSignal,
): LoadDownloads {
  let loading: Promise<Downloads> | undefined
  return () => {
    loading ??= import('./downloads.ts').then(
      ({ Downloads }) => new Downloads(dataDir, command, signal),
    )
    return loading
  }
}
