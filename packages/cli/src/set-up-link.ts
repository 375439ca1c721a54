import { createSetUpLinkOffline, readConfig } from '@mission-control/server'

/** Prints the path of a one-time link, and nothing else: it can be captured by a script. */
export async function createSetUpLink(): Promise<void> {
  const { dataDir } = readConfig(process.env)
  process.stdout.write(`${await createSetUpLinkOffline(dataDir)}\n`)
}
