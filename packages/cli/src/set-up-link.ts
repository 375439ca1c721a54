import { createSetUpLinkOffline, readConfig } from '@mission-control/server'
import { print } from './print.ts'

/** Prints a one-time link, and nothing else: it can be captured by a script. */
export async function createSetUpLink(): Promise<void> {
  const link = await createSetUpLinkOffline(readConfig(process.env))
  print(link)
}
