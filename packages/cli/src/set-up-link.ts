import { createSetUpLinkOffline, readConfig } from '@mission-control/server'

/** Prints a one-time link, and nothing else: it can be captured by a script. */
export async function createSetUpLink(): Promise<void> {
  const link = await createSetUpLinkOffline(readConfig(process.env))
  process.stdout.write(`${link}\n`)
}
