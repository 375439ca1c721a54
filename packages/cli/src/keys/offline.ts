import { createKeyOffline, readConfig } from '@mission-control/server'
import { print } from '../print.ts'

/** Prints a new API key of the owner, and nothing else: it can be captured by a script. */
export async function createKey(name: string): Promise<void> {
  const key = await createKeyOffline(readConfig(process.env), name)
  print(key)
}
