import type { Scope } from '../../setup/cleanup.ts'
import { createDatabase } from '../../setup/engine.ts'
import { type Nats, startNats } from '../../setup/nats.ts'
import { type Postgres, startPostgres } from '../../setup/postgres.ts'

/** What replicas share. */
export interface Engines {
  postgres: Postgres
  nats: Nats
}

/** `settings`: PostgreSQL's, where figures are taken. */
export async function startEngines(t: Scope, settings?: string[]): Promise<Engines> {
  const [postgres, nats] = await Promise.all([startPostgres(t, settings), startNats(t)])
  return { postgres, nats }
}

let databases = 0

/** The same with a database that is empty. */
export async function withNewDatabase({ postgres, nats }: Engines): Promise<Engines> {
  const name = `of_a_round_${++databases}`
  const url = await createDatabase(postgres.url, name)
  return { postgres: { ...postgres, url }, nats }
}
