import type { Downloads, PackageCommand } from './downloads.ts'

export type LoadDownloads = () => Promise<Downloads>

/** Loads the downloads when somebody first needs them. The signal ends what is being made. */
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
