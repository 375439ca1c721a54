import { join, resolve } from 'node:path'
import { backUp, readConfig, StartError } from '@mission-control/server'
import { print } from './print.ts'

/** Copies the database of this machine's data directory to a file; a server that runs goes on. */
export function makeBackup(path: string): void {
  const { dataDir, databaseUrl } = readConfig(process.env)
  if (databaseUrl !== undefined) {
    throw new StartError('DATABASE_URL is set: back up PostgreSQL with pg_dump.')
  }
  const [from, file] = [resolve(dataDir), resolve(path)]
  backUp(from, file)
  print(
    `${file} holds the database. Keep ${join(from, 'secret.key')} with it, where the server has one: it decrypts the secrets of agents.`,
  )
}
