import type { Scope } from '../../../e2e/setup/cleanup.ts'
import { ask } from '../../../e2e/setup/engine.ts'
import { startPostgres } from '../../../e2e/setup/postgres.ts'

export const POSTGRES_SETUP =
  'PostgreSQL 18 on the same machine, with its defaults (fsync and synchronous_commit on)'

/** With an empty database for each who asks. */
export interface Database {
  url: (name: string) => Promise<string>
}

/** A PostgreSQL that keeps what it has acknowledged. */
export async function startDatabase(t: Scope): Promise<Database> {
  const { url } = await startPostgres(t, [])
  return {
    async url(name) {
      await ask(url, `create database ${name}`)
      return Object.assign(new URL(url), { pathname: `/${name}` }).href
    },
  }
}
