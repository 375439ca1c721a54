import { createKeyOffline, readConfig } from '@mission-control/server'

/** Prints a new API key of the owner, and nothing else: it can be captured by a script. */
export async function createKey(name: string): Promise<void> {
  const { dataDir } = readConfig(process.env)
  process.stdout.write(`${await createKeyOffline(dataDir, name)}\n`)
}
