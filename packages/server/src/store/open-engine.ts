import type { Engine, Tenure } from './engine.ts'
import { openSqlite } from './sqlite.ts'

/** Opens the database at `databaseUrl`, else the one in `dataDir`, as it is. */
export async function openEngine(
  dataDir: string,
  databaseUrl: string | undefined,
  tenure: Tenure,
  fleet?: string,
): Promise<Engine> {
  if (databaseUrl === undefined) return openSqlite(dataDir)
  // Loaded only where it is used: what isn't needed takes no memory and no time.
  const { openPostgres } = await import('./postgres/engine.ts')
  return await openPostgres(databaseUrl, tenure, fleet)
}
